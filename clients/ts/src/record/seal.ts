/** From values in clear to records, and from what an operator keeps to what a person is shown. */
import { hex } from "../text.ts";
import { encodeRecord, layoutOf, unchecked } from "./codec.ts";
import type { Unchecked } from "./codec.ts";
import { checkedSalt, commitment, cover, coveredBytes, subjectSalt, uncover, valueBytes } from "./commit.ts";
import type { Place } from "./commit.ts";
import { RecordError, inField } from "./error.ts";
import { MAX_PEOPLE, addressBytes, bounded, hash, notZeros, textBytes, typed } from "./fields.ts";
import type { LogRecord, OpenValue, RecordDraft } from "./layout.ts";

/** Where salts come from. */
export interface Salts {
  /** The persons' keys by name, 32 random bytes each. Taking one out erases what its commitments hide. */
  readonly keys?: ReadonlyMap<string, Uint8Array>;
  /** Whether a value with neither salt nor key gets a random salt, which stands in the opening alone. */
  readonly fresh?: boolean;
}

/** A field's value and where its salt is, as the operator keeps it. Never published. */
export interface Opening extends OpenValue {
  /** In the place of a value in clear, where its salt is derived from a key: the value, covered under that key. */
  readonly sealed?: string;
  readonly field: string;
  /** The position in the field's list; absent where it is no list. */
  readonly index?: number;
}

/** A field's value and salt, as they are shown to somebody who holds the record. */
export interface Disclosure extends Opening {
  readonly salt: string;
  readonly key?: never;
  readonly sealed?: never;
}

/** A record, its bytes, and what opens its commitments, in the record's order. */
export interface Sealed {
  readonly record: LogRecord;
  readonly bytes: Uint8Array;
  /** For the operator alone. */
  readonly openings: readonly Opening[];
}

const VALUE_PARTS = ["text", "hex", "sha256", "salt", "key"];

/** Makes the record of a draft. Throws a `RecordError` that names the field at fault. */
export function sealRecord(draft: RecordDraft, salts: Salts = {}): Sealed {
  const object = unchecked(draft);
  const { fields, number } = layoutOf(object);
  const record: Record<string, unknown> = { ...object };
  const openings: Opening[] = [];
  for (const [at, [name, type]] of fields.entries()) {
    const value = object[name];
    const seal = (each: unknown, index?: number) => {
      if (typeof each !== "object" || each === null || Array.isArray(each)) return each;
      const place = () => placeOf(object, number, at + 1, index);
      const { salt, opening } = saltOf(each as OpenValue, place, salts);
      const made = commitment(place(), salt, opening);
      const { key } = opening;
      const kept = key === undefined ? opening : { sealed: hex(cover(keyOf(key, salts.keys), place(), made, opening)), key };
      openings.push({ field: name, ...(index !== undefined && { index }), ...kept });
      return hex(made);
    };
    inField(name, () => {
      if (type === "commitment" || type === "commitment?") record[name] = seal(value);
      else if (type === "people" && Array.isArray(value)) {
        if (value.length > MAX_PEOPLE) throw new RecordError("TooMany");
        record[name] = value.map(seal);
      }
    });
  }
  const sealed = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as unknown as LogRecord;
  return { record: sealed, bytes: encodeRecord(sealed), openings };
}

/** The header's part of a place is checked here, because salts are made of it. */
function placeOf(object: Unchecked, kind: number, field: number, index = 0): Place {
  const address = (name: string) => inField(name, () => notZeros(addressBytes(object[name])) && (object[name] as string));
  const sequence = inField("sequence", () => bounded(object.sequence, Number.MAX_SAFE_INTEGER));
  return { log: address("log"), operator: address("operator"), sequence, kind, version: 1, field, index };
}

/** The salt of a value, and the value as it is kept. */
function saltOf(value: OpenValue, place: () => Place, { keys, fresh }: Salts): { salt: Uint8Array; opening: OpenValue } {
  for (const part of Object.keys(value)) {
    if (!VALUE_PARTS.includes(part)) throw new RecordError("UnknownField");
  }
  valueBytes(value);
  const { salt, key } = value;
  if (salt !== undefined && key !== undefined) throw new RecordError("TwoSalts");
  if (salt !== undefined) return { salt: checkedSalt(hash(salt)), opening: value };
  if (key !== undefined) return { salt: subjectSalt(keyOf(key, keys), place()), opening: value };
  if (!fresh) throw new RecordError("SaltMissing");
  const random = crypto.getRandomValues(new Uint8Array(32));
  return { salt: random, opening: { ...value, salt: hex(random) } };
}

function keyOf(name: unknown, keys: Salts["keys"]): Uint8Array {
  const key = keys?.get(typed(name, "string") as string);
  if (key === undefined) throw new RecordError("UnknownKey");
  return key;
}

/** The personal field of that name (and, in a list, index): its commitment, and the place that it is made for. */
export function personalField(record: LogRecord, name: string, index?: number): { place: Place; commitment: string } {
  const object = unchecked(record);
  const { fields, number } = layoutOf(object);
  const at = fields.findIndex(([each]) => each === name);
  const type = fields[at]?.[1];
  const held = type === "people" ? index !== undefined && (object[name] as string[] | undefined)?.[index] : index === undefined && object[name];
  const personal = type === "people" || type === "commitment" || type === "commitment?";
  if (!personal || typeof held !== "string") throw new RecordError("NotPersonal", name);
  return { place: placeOf(object, number, at + 1, index), commitment: held };
}

/** What to show of a record so that this field can be checked. Throws `UnknownKey` once the person's key is erased. */
export function disclose(record: LogRecord, opening: Opening, salts: Salts = {}): Disclosure {
  const { place, commitment: logged } = personalField(record, opening.field, opening.index);
  const { field, index, sealed, ...kept } = opening;
  const disclosure: Disclosure = inField(field, () => {
    const { key } = kept;
    const uncovered = sealed === undefined ? {} : uncover(keyOf(key, salts.keys), place, hash(logged), coveredBytes(sealed));
    const value = { ...kept, ...uncovered };
    const { salt } = saltOf(value, () => place, { ...salts, fresh: false });
    const { key: _key, ...shown } = value;
    return { field, ...(index !== undefined && { index }), ...shown, salt: hex(salt) };
  });
  checkDisclosure(record, disclosure);
  return disclosure;
}

/** Throws `DoesNotOpen` where salt and value do not open the record's commitment, `NotPersonal` where it has no such field. */
export function checkDisclosure(record: LogRecord, disclosure: Disclosure): void {
  const { field, index, salt } = disclosure;
  const { place, commitment: logged } = personalField(record, field, index);
  const made = inField(field, () => hex(commitment(place, checkedSalt(hash(salt)), disclosure)));
  if (made !== logged) throw new RecordError("DoesNotOpen", field);
}

/** An opening of unknown origin, checked. */
export function checkedOpening(value: unknown): Opening {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new RecordError("WrongType");
  const object = value as Unchecked;
  for (const [name, part] of Object.entries(object)) {
    if (name !== "field" && name !== "index" && name !== "sealed" && !VALUE_PARTS.includes(name)) throw new RecordError("UnknownField", name);
    if (part === null) throw new RecordError("Null", name);
  }
  inField("field", () => textBytes(object.field));
  if (object.index !== undefined) inField("index", () => bounded(object.index, 255));
  if (object.sealed === undefined) valueBytes(object);
  else {
    inField("sealed", () => coveredBytes(object.sealed));
    if (object.text !== undefined || object.hex !== undefined || object.sha256 !== undefined) throw new RecordError("TwoValues");
    if (object.salt !== undefined) throw new RecordError("UnknownField", "sealed");
  }
  if (object.salt !== undefined && object.key !== undefined) throw new RecordError("TwoSalts");
  if (object.salt !== undefined) inField("salt", () => checkedSalt(hash(object.salt)));
  else if (object.key === undefined) throw new RecordError("SaltMissing");
  else inField("key", () => typed(object.key, "string"));
  return { ...object } as unknown as Opening;
}
