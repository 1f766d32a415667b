/** Errors that do not come from the program itself: Anchor's checks before it, the token and the system program. */

/** A known error: its name, why it comes and what to do. */
export interface KnownError {
  readonly name: string;
  readonly cause: string;
  readonly cure: string;
}

const known = (name: string, cause: string, cure: string): KnownError => ({ name, cause, cure });

const STALE = "read the accounts again and rebuild the instruction";
const REBUILD = "build the instruction with this client's builders";

/** Anchor 1.2: checks of instruction and accounts, before the program's own. */
export const ANCHOR_ERRORS: Readonly<Record<number, KnownError>> = {
  100: known("InstructionMissing", "the instruction has no discriminator", REBUILD),
  101: known("InstructionFallbackNotFound", "the program has no such instruction", "check the program's version against the client's"),
  102: known("InstructionDidNotDeserialize", "the arguments could not be read", "check the program's version against the client's"),
  103: known("InstructionDidNotSerialize", "the result could not be written", "report it"),
  2000: known("ConstraintMut", "the account must be writable", REBUILD),
  2001: known("ConstraintHasOne", "the account names another one than was passed", STALE),
  2002: known("ConstraintSigner", "the account must sign", "add its signature"),
  2003: known("ConstraintRaw", "a condition on the account does not hold", STALE),
  2004: known("ConstraintOwner", "the account belongs to another program", "pass the right account"),
  2005: known("ConstraintRentExempt", "the account has too few lamports for its rent", "fund it"),
  2006: known("ConstraintSeeds", "the address is not the one that the seeds give", `derive it with the find…Pda of that account; where it has a number, ${STALE}`),
  2007: known("ConstraintExecutable", "the account is no program", "pass the program's address"),
  2009: known("ConstraintAssociated", "not the associated token account", "derive it from owner and mint"),
  2011: known("ConstraintClose", "the account cannot be closed into itself", "pass another receiver"),
  2012: known("ConstraintAddress", "not the address that this needs", STALE),
  2014: known("ConstraintTokenMint", "the token account is of another mint", "pass a token account of the right mint"),
  2015: known("ConstraintTokenOwner", "the token account belongs to somebody else", "pass a token account of the right owner"),
  2019: known("ConstraintSpace", "the account has another size", "check the program's version against the client's"),
  2020: known("ConstraintAccountIsNone", "an optional account is needed here", "pass it"),
  2021: known("ConstraintTokenTokenProgram", "the token account is of another token program", "pass the token program that owns the mint"),
  2022: known("ConstraintMintTokenProgram", "the mint is of another token program", "pass the token program that owns the mint"),
  2040: known("ConstraintDuplicateMutableAccount", "one account was passed twice where two are needed", "pass two different accounts"),
  3000: known("AccountDiscriminatorAlreadySet", "the account exists already", "use it, or close it first"),
  3001: known("AccountDiscriminatorNotFound", "the account is empty", "create it first"),
  3002: known("AccountDiscriminatorMismatch", "the account is of another type", "pass the right account"),
  3003: known("AccountDidNotDeserialize", "the account could not be read", "check the program's version against the client's"),
  3004: known("AccountDidNotSerialize", "the account could not be written", "report it"),
  3005: known("AccountNotEnoughKeys", "the instruction has too few accounts", REBUILD),
  3006: known("AccountNotMutable", "the account must be writable", REBUILD),
  3007: known("AccountOwnedByWrongProgram", "the account belongs to another program, or does not exist", "create it first, or pass the right account"),
  3008: known("InvalidProgramId", "not the program that this needs", "pass the right program"),
  3009: known("InvalidProgramExecutable", "the account is no program", "pass the program's address"),
  3010: known("AccountNotSigner", "the account must sign", "add its signature"),
  3011: known("AccountNotSystemOwned", "the account must belong to the system program", "pass a wallet"),
  3012: known("AccountNotInitialized", "the account does not exist", "create it first, or check its address"),
  3014: known("AccountNotAssociatedTokenAccount", "not the associated token account", "derive it from owner and mint"),
  4100: known("DeclaredProgramIdMismatch", "the program was built for another address", "deploy it to the address in declare_id!"),
  4101: known("TryingToInitPayerAsProgramAccount", "the payer cannot become an account of the program", "pass another payer"),
};

/** SPL Token and Token-2022. */
export const TOKEN_ERRORS: Readonly<Record<number, KnownError>> = {
  0: known("NotRentExempt", "the account has too few lamports for its rent", "fund it"),
  1: known("InsufficientFunds", "the token account holds fewer tokens than are moved", "move fewer, or fund it first"),
  2: known("InvalidMint", "not a mint", "pass the mint's address"),
  3: known("MintMismatch", "the token account is of another mint", "pass a token account of the right mint"),
  4: known("OwnerMismatch", "the signer does not own the token account", "sign with its owner"),
  5: known("FixedSupply", "the mint's supply is fixed", "use the tokens that exist"),
  6: known("AlreadyInUse", "the account exists already", "use it"),
  9: known("UninitializedState", "the token account does not exist", "create it first"),
  10: known("NativeNotSupported", "wrapped SOL cannot be used here", "use another mint"),
  11: known("NonNativeHasBalance", "the token account is not empty", "empty it before closing it"),
  14: known("Overflow", "the amount does not fit", "move fewer"),
  17: known("AccountFrozen", "the token account is frozen", "have the mint's freeze authority thaw it"),
  18: known("MintDecimalsMismatch", "not the mint's decimals", "read the mint's decimals"),
};

/** The system program. */
export const SYSTEM_ERRORS: Readonly<Record<number, KnownError>> = {
  0: known("AccountAlreadyInUse", "the account exists already", "use it; where its address has a number, read the counter again"),
  1: known("ResultWithNegativeLamports", "the payer has too little SOL", "fund the payer"),
  3: known("InvalidAccountDataLength", "the account would be too large", "ask for less space"),
  5: known("AddressWithSeedMismatch", "not the address that base and seed give", "derive it again"),
};

/** Errors of the runtime by the name it gives them, of one instruction or of the whole transaction. */
export const RUNTIME_ERRORS: Readonly<Record<string, KnownError>> = Object.fromEntries(
  [
    known("AccountNotFound", "the fee payer has no SOL", "fund the fee payer"),
    known("InsufficientFundsForFee", "the fee payer has too little SOL for the fee", "fund the fee payer"),
    known("InsufficientFundsForRent", "an account would be left with too little SOL for its rent", "fund it, or empty it wholly"),
    known("BlockhashNotFound", "the blockhash is too old, or of another cluster", "sign again with the latest blockhash"),
    known("AlreadyProcessed", "this very transaction was processed before", "look up its signature instead of sending it again"),
    known("ProgramAccountNotFound", "the program is not on this cluster", "check the cluster, or deploy the program"),
    known("InvalidAccountForFee", "the fee payer is no plain wallet", "pay with another account"),
    known("MissingRequiredSignature", "an account that must sign has not", "add its signature"),
    known("ComputationalBudgetExceeded", "the transaction ran out of compute units", "raise its limit"),
    known("ProgramFailedToComplete", "the program was stopped: out of compute units, heap or stack", "raise the compute unit limit"),
    known("InsufficientFunds", "an account has too little SOL", "fund it"),
    known("ReadonlyLamportChange", "an account whose lamports change was passed read-only", REBUILD),
    known("ReadonlyDataModified", "an account that changes was passed read-only", REBUILD),
    known("PrivilegeEscalation", "a call asks for a signature or a write that was not given to it", "pass the account as signer or writable"),
    known("IncorrectProgramId", "an account belongs to another program", "pass the right token program"),
    known("InvalidAccountData", "an account is of another kind than is needed", "pass the right account"),
    known("InvalidAccountOwner", "an account belongs to another program", "pass the right account"),
    known("UninitializedAccount", "an account does not exist", "create it first"),
    known("UnsupportedProgramId", "the program is not on this cluster", "check the cluster, or deploy the program"),
    known("NotEnoughAccountKeys", "the instruction has too few accounts", REBUILD),
    known("MissingAccount", "a call needs an account that was not passed", "pass it too"),
  ].map((error) => [error.name, error]),
);
