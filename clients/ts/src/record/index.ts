/** What an AI system logs: records with salted commitments, as bytes and as JSON, and receipts. See docs/records.md. */
export { MAX_RECORD, RECORD_HEADER_BYTES, decodeRecord, encodeRecord, recordLeaf } from "./codec.ts";
export { MAX_VALUE, commitment, subjectSalt } from "./commit.ts";
export type { Place } from "./commit.ts";
export { RecordError } from "./error.ts";
export type { Fault } from "./error.ts";
export { RECORD_KINDS, recordKind } from "./layout.ts";
export type { LogRecord, OpenValue, RecordDraft, RecordHeader, RecordKind } from "./layout.ts";
export { MAX_LINE, parseRecordLine, recordLine } from "./line.ts";
export { MAX_RECEIPT, parseReceipt, receiptLeaf, receiptProof, receiptText, verifyReceipt, verifyReceiptAgainst } from "./receipt.ts";
export type { Receipt } from "./receipt.ts";
export { checkDisclosure, checkedOpening, disclose, personalField, sealRecord } from "./seal.ts";
export type { Disclosure, Opening, Salts, Sealed } from "./seal.ts";
