//! Bounds and seeds, each with its unit and its reason.

/// Version byte of every account layout written by this program.
pub const ACCOUNT_VERSION: u8 = 1;

// ---- seeds ------------------------------------------------------------------------------------

pub const SEED_DAO: &[u8] = b"dao";
pub const SEED_AUTHORITY: &[u8] = b"authority";
pub const SEED_CHAMBER: &[u8] = b"chamber";
pub const SEED_SEAT: &[u8] = b"seat";
/// A vault's address is derived from the account that keeps its books.
pub const SEED_VAULT: &[u8] = b"vault";
pub const SEED_LOG: &[u8] = b"log";
pub const SEED_ENTRY: &[u8] = b"entry";
pub const SEED_ROOT: &[u8] = b"root";
pub const SEED_MODEL: &[u8] = b"model";
pub const SEED_VERSION: &[u8] = b"version";
pub const SEED_ATTESTATION: &[u8] = b"attestation";
pub const SEED_HISTORY: &[u8] = b"history";
pub const SEED_KEY: &[u8] = b"key";
pub const SEED_STATEMENT: &[u8] = b"statement";
pub const SEED_SIGNATURE: &[u8] = b"signature";
pub const SEED_DATASET: &[u8] = b"dataset";
pub const SEED_GRANT: &[u8] = b"grant";
pub const SEED_WITNESSES: &[u8] = b"witnesses";
pub const SEED_WITNESSED: &[u8] = b"witnessed";
pub const SEED_CHECKPOINT: &[u8] = b"checkpoint";
pub const SEED_EQUIVOCATION: &[u8] = b"equivocation";
pub const SEED_REVENUE: &[u8] = b"revenue";
pub const SEED_PROPOSAL: &[u8] = b"proposal";
pub const SEED_ACTION: &[u8] = b"action";
pub const SEED_VOTE: &[u8] = b"vote";
pub const SEED_PROVIDER: &[u8] = b"provider";
pub const SEED_STAKE: &[u8] = b"stake";
pub const SEED_UNBONDING: &[u8] = b"unbonding";
pub const SEED_OFFENCE: &[u8] = b"offence";
pub const SEED_REWARDS: &[u8] = b"rewards";
pub const SEED_REWARD: &[u8] = b"reward";
pub const SEED_BOND: &[u8] = b"bond";
pub const SEED_RULES: &[u8] = b"rules";
pub const SEED_QUESTION: &[u8] = b"question";
pub const SEED_BALLOT: &[u8] = b"ballot";

// ---- text, bytes ------------------------------------------------------------------------------

/// Names of organisations and models, bytes of UTF-8.
pub const MAX_NAME: usize = 64;
/// URIs, bytes. Longer content belongs behind the URI, fixed by its SHA-256.
pub const MAX_URI: usize = 200;
/// A proposal's title, bytes.
pub const MAX_TITLE: usize = 64;
/// A proposal's description URI, bytes.
pub const MAX_PROPOSAL_URI: usize = 128;
/// A provider's endpoint, bytes.
pub const MAX_ENDPOINT: usize = 128;
/// A provider's region and accelerator names, bytes.
pub const MAX_LABEL: usize = 32;
/// Name of a log in its checkpoints, bytes.
pub const MAX_ORIGIN: usize = 128;
/// A statement written for its hash to be signed, bytes: some 900 files. Hashing it twice takes 131,072 compute units.
pub const MAX_STATEMENT: usize = 131_072;
/// Payload of one audit entry, bytes. With the header an entry stays below 1 KiB, so that appending
/// it fits in one transaction.
pub const MAX_ENTRY_PAYLOAD: usize = 512;

// ---- time, seconds ----------------------------------------------------------------------------

pub const MIN_EPOCH_LENGTH: i64 = 1;
/// 90 days.
pub const MAX_EPOCH_LENGTH: i64 = 7_776_000;
/// The network's clock moves in steps of about 400 ms and may stand still for a few seconds.
pub const MIN_VOTING_PERIOD: i64 = 3;
/// 90 days.
pub const MAX_VOTING_PERIOD: i64 = 7_776_000;
/// 90 days.
pub const MAX_HOLD_UP: i64 = 7_776_000;
pub const MIN_EXECUTION_WINDOW: i64 = 10;
/// 90 days: an approval that nobody executes must not lie in wait for ever.
pub const MAX_EXECUTION_WINDOW: i64 = 7_776_000;
/// One year.
pub const MAX_COOLDOWN: i64 = 31_536_000;
/// Shorter ones could be missed by no fault of the operator's.
pub const MIN_ANSWER_PERIOD: i64 = 10;
/// 90 days.
pub const MAX_ANSWER_PERIOD: i64 = 7_776_000;
pub const MIN_APPEAL_PERIOD: i64 = 10;
/// 90 days.
pub const MAX_APPEAL_PERIOD: i64 = 7_776_000;
pub const MIN_REWARD_WINDOW: i64 = 1;
/// Ten years.
pub const MAX_REWARD_WINDOW: i64 = 315_360_000;
/// Ten years: the longest time that a grant's price is for.
pub const MAX_PRICE_PERIOD: u64 = 315_360_000;

// ---- time, slots ------------------------------------------------------------------------------

/// About 4 seconds: less could be missed by no fault of the operator's.
pub const MIN_CHECKPOINT_INTERVAL: u64 = 10;
/// A year of 400 ms each.
pub const MAX_CHECKPOINT_INTERVAL: u64 = 78_840_000;

/// How far the clock of a witness may be ahead.
pub const MAX_CLOCK_SKEW: i64 = 600;

// ---- shares, basis points ---------------------------------------------------------------------

pub const BPS: u16 = 10_000;
/// Below one half a minority could decide.
pub const MIN_APPROVAL_BPS: u16 = 5_000;
/// The most of a slash that whoever brought it about gets: a larger share would be a way out for an operator
/// that reports itself.
pub const MAX_REPORTER_BPS: u16 = 5_000;

/// Part of a bond that two roots of one size take: enough to make lying dear, and something is left where the key was
/// stolen.
pub const EQUIVOCATION_BPS: u16 = 5_000;
/// Part of a bond that a missed deadline takes.
pub const DEADLINE_BPS: u16 = 100;
/// Part of either that the reporter gets: an operator who reports themselves still loses the rest.
pub const REPORTER_BPS: u16 = 2_000;

// ---- counts -----------------------------------------------------------------------------------

/// Checkpoints kept per seat and per chamber. A voting period may span at most `CHECKPOINTS - 2`
/// epochs, so that the weight at a live proposal's epoch is never overwritten.
pub const CHECKPOINTS: usize = 16;
/// Chamber 0 holds the token holders, whose seats decide proposals.
pub const TOKEN_CHAMBER: u8 = 0;
/// Chamber 1 holds the evaluators, who attest versions.
pub const EVALUATOR_CHAMBER: u8 = 1;
/// Frontier levels of a log: up to 2^40 - 1 entries, 34 years at one per millisecond.
pub const LOG_LEVELS: usize = 40;
/// Subtrees in one batch: what one transaction can carry.
pub const MAX_SUBTREES: usize = 32;
/// Hashes in one proof: a consistency proof of a full log has at most `LOG_LEVELS + 1`.
pub const MAX_PROOF: usize = 41;
/// Open questions at which a deposit has doubled: beyond a million it would hardly ever.
pub const MAX_CROWD: u32 = 1_000_000;
/// A deposit is at most so many times that of the first question: otherwise an operator could ask itself under
/// other names until nobody else can pay.
pub const MAX_DEPOSIT_FACTOR: u64 = 10;
/// Actions of one proposal.
pub const MAX_ACTIONS: u8 = 16;
/// Bytes of one encoded action; an account cannot be created larger inside an instruction.
pub const MAX_ACTION_PAYLOAD: usize = 10_000;
/// Accounts of one action: what one transaction can lock.
pub const MAX_ACTION_ACCOUNTS: usize = 64;
/// Evaluators that a promotion may ask for.
pub const MAX_ATTESTATIONS_NEEDED: u8 = 64;
/// Versions that one version was made from: a merge of four.
pub const MAX_PARENTS: usize = 4;
/// Datasets that one version was made from, each with a grant that a promotion checks.
pub const MAX_DATASETS: usize = 8;
/// Revoked ancestors that a version remembers, and a vote can pardon.
pub const MAX_TAINTS: usize = 8;
/// Places of a new model's history: four releases from registration to deprecation, and what is kept back.
pub const HISTORY_PLACES: usize = 20;
/// Places of a history that only the authority's steps take: two promotions, each of which takes two.
pub const HISTORY_RESERVE: usize = 4;
/// Changes that maintainers can ever bring into one history. An account has at most 10 MiB, in which 327,677 fit: the
/// last 4,096 are the authority's, since such a history cannot be extended any more.
pub const MAINTAINERS_PLACES: usize = 323_581;
/// Places that a history grows by at once: an account grows by at most 10,240 bytes per instruction.
pub const MAX_HISTORY_GROWTH: u16 = 320;
/// Witnesses of one organisation: as many as the bits that count them.
pub const MAX_WITNESSES: usize = 16;
/// Slots that a checkpoint waits for its quorum before anybody may close it: two days.
pub const CHECKPOINT_PATIENCE: u64 = 432_000;
/// Accelerators of one provider.
pub const MAX_ACCELERATORS: u16 = 10_000;
/// Epoch boundaries that a reward pool remembers for positions that are still warming up.
pub const REWARD_MARKS: usize = 32;
