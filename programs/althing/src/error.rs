//! Every refusal by name. Append only: a code that was published keeps its meaning.

use anchor_lang::prelude::*;

/// Codes start at 6000, a hundred to a room; the number beside a variant is its offset.
#[error_code]
pub enum AlthingError {
    // ---- dao: 6000 ----
    #[msg("name: must be 1 to 64 bytes of UTF-8 without control characters")]
    NameOutOfBounds = 0,
    #[msg("epoch_length: must be 1 second to 90 days")]
    EpochLengthOutOfBounds = 1,
    #[msg("epoch_length: is fixed when the organisation is founded; leave it as it is")]
    EpochLengthIsFixed = 2,
    #[msg("voting_period: must be 3 seconds to 90 days")]
    VotingPeriodOutOfBounds = 3,
    #[msg("voting_period: may span at most 14 epochs; lengthen epoch_length or shorten the vote")]
    VotingPeriodSpansTooManyEpochs = 4,
    #[msg("hold_up: must be 0 seconds to 90 days")]
    HoldUpOutOfBounds = 5,
    #[msg("execution_window: must be 10 seconds to 90 days")]
    ExecutionWindowOutOfBounds = 6,
    #[msg("withdrawal_cooldown: must be at least epoch_length + voting_period + hold_up, at most one year, so that whoever decides still has a deposit")]
    CooldownOutOfBounds = 7,
    #[msg("quorum_bps: must be 1 to 10000")]
    QuorumOutOfBounds = 8,
    #[msg("approval_bps: must be 5000 to 10000")]
    ApprovalOutOfBounds = 9,
    #[msg("slash_cap_bps: must be 1 to 10000")]
    SlashCapOutOfBounds = 10,
    #[msg("attestations_needed: must be 0 to 64")]
    AttestationsNeededOutOfBounds = 11,
    #[msg("proposal_threshold: must be at least 1 base unit of weight")]
    ProposalThresholdIsZero = 12,
    #[msg("authority: only the organisation's authority, signing through an executed proposal, may do this")]
    NotAuthority = 13,
    #[msg("dao: the account belongs to another organisation")]
    WrongDao = 14,
    #[msg("chamber: not the chamber that this needs")]
    WrongChamber = 15,
    #[msg("seat: belongs to another chamber or another holder")]
    WrongSeat = 16,
    #[msg("kind: chambers made by vote are 2 (evaluators) or 3 (citizens)")]
    ChamberKindNotAllowed = 17,
    #[msg("weighting: must be 0 (linear) or 1 (square root)")]
    WeightingUnknown = 18,
    #[msg("amount: must be more than zero")]
    AmountIsZero = 19,
    #[msg("amount: more than the seat has on deposit")]
    AmountOverDeposit = 20,
    #[msg("withdrawal: nothing was requested; call request_withdrawal first")]
    NothingToWithdraw = 21,
    #[msg("withdrawal: the cooldown is not over yet; try again later")]
    CooldownNotOver = 22,
    #[msg("seat: still has a deposit, a pending withdrawal or a vote that it may cast; empty it, then wait one voting period after its weight ended")]
    SeatNotEmpty = 23,
    #[msg("epoch: the seat's weight at that epoch was overwritten by later changes")]
    CheckpointOverwritten = 24,
    #[msg("clock: reads a time before the organisation was founded")]
    ClockBeforeFoundation = 25,
    #[msg("log: not the log of this subject")]
    WrongLog = 26,
    #[msg("payer: the rent goes back to whoever paid it; pass that account")]
    WrongPayer = 27,
    #[msg("holder: this account belongs to somebody else")]
    WrongHolder = 28,
    #[msg("chamber: its weights come from deposits, so they cannot be granted")]
    ChamberIsFedByDeposits = 29,
    #[msg("chambers: an organisation can have at most 255")]
    TooManyChambers = 30,
    #[msg("name_hash: is not the SHA-256 of the name")]
    NameHashMismatch = 32,

    // ---- audit: 6100 ----
    #[msg(
        "writer: only the log's writer may append; a governed log is written by the program alone"
    )]
    NotLogWriter = 100,
    #[msg("payload: an entry may carry at most 512 bytes; log a digest and a URI instead")]
    EntryTooLong = 101,
    #[msg("kind: kinds below 1024 are written by the program; use 1024 or more")]
    EntryKindReserved = 102,
    #[msg("log: is full (2^40 - 1 entries); create another")]
    LogFull = 103,
    #[msg("subtrees: must be 1 to 32; split the batch")]
    BatchOutOfBounds = 104,
    #[msg(
        "subtrees: one does not fit the frontier: 2^level must divide the log's size at that point"
    )]
    SubtreeDoesNotFit = 105,
    #[msg("proof: more hashes than the tallest tree has levels (41)")]
    ProofTooLong = 106,
    #[msg("size: the batch was made for a log of another size; rebuild it on the current size")]
    LogSizeMoved = 107,
    #[msg("uri: must be at most 200 bytes")]
    UriOutOfBounds = 108,
    #[msg("kept_root: not one that you keep of this log; call keep_root first")]
    WrongKeptRoot = 109,
    #[msg("proof: does not show that the tree of the kept root began with this one; build it from size to the kept size")]
    NotAPrefix = 110,

    // ---- registry: 6200 ----
    #[msg("name: this organisation has, or had, a model of this name; choose another")]
    ModelNameUsed = 200,
    #[msg("metadata_uri: must be at most 200 bytes of UTF-8 without control characters")]
    MetadataUriOutOfBounds = 201,
    #[msg("metadata_hash: give the SHA-256 of what metadata_uri points at; zeros if, and only if, there is no URI")]
    MetadataHashMismatch = 202,
    #[msg("seat: has no weight in the running epoch; weight counts from the epoch after the deposit or grant")]
    SeatWithoutWeight = 203,
    #[msg("maintainer: only the model's maintainer may do this")]
    NotMaintainer = 204,
    #[msg("model: the version belongs to another model")]
    WrongModel = 205,
    #[msg("number: must be the model's version_count + 1; read the model again")]
    WrongVersionNumber = 206,
    #[msg("weights_digest: must be the SHA-256 of the weights, not zeros")]
    WeightsDigestIsZero = 207,
    #[msg("manifest_digest: must be the SHA-256 of the manifest, not zeros")]
    ManifestDigestIsZero = 208,
    #[msg("parents: pass the version's parents, all of them and in order, as the first further accounts")]
    ParentMissing = 209,
    #[msg("parents: one is not a version that this one was made from; pass them in the order in which they were linked")]
    WrongParent = 210,
    #[msg("parent: was revoked, so nothing new can be made from it")]
    ParentRevoked = 211,
    #[msg("result_hash: must be the SHA-256 of the evaluation's results, not zeros")]
    ResultHashIsZero = 212,
    #[msg("version: attestations are for drafts and staged versions; this one was promoted or revoked before")]
    VersionDecided = 213,
    #[msg("version: must be staged or deprecated; call stage_version for a draft; one in production or revoked cannot be promoted")]
    VersionNotPromotable = 214,
    #[msg("attestations_passed: fewer than the organisation's attestations_needed")]
    TooFewAttestations = 215,
    #[msg("attestations_failed: must be fewer than attestations_passed")]
    AttestationsOutvoted = 216,
    #[msg("previous: the model has a version in production; pass that account")]
    PreviousMissing = 217,
    #[msg("previous: not the model's version in production; pass none if there is none")]
    WrongPrevious = 218,
    #[msg("version: only the one in production can be deprecated")]
    VersionNotInProduction = 219,
    #[msg("version: is revoked already")]
    VersionRevoked = 220,
    #[msg("evaluator: only the evaluator whose attestation it is may take it back")]
    WrongEvaluator = 221,
    #[msg("version: not the one that the account is about")]
    WrongModelVersion = 222,
    #[msg("attestation: can be closed once its version was promoted or revoked; until then its evaluator can withdraw it")]
    AttestationStillCounts = 223,
    #[msg("open_attestations: must be 0; close the version's attestations first")]
    AttestationsOpen = 224,
    #[msg("version: only a draft or a revoked version can be closed; unstage_version makes a staged one a draft")]
    VersionNotFinished = 225,
    #[msg("open_versions: must be 0; close the model's versions first")]
    VersionsOpen = 226,
    #[msg("version: only a draft's links can change; unstage_version makes a staged one a draft")]
    VersionNotDraft = 227,
    #[msg("version: only a staged one can become a draft again")]
    VersionNotStaged = 228,
    #[msg("history: has no place for this change of status (the last 4 are for votes); call extend_history, anybody may")]
    HistoryFull = 229,
    #[msg("history: not the history of this model")]
    WrongHistory = 230,
    #[msg("places: must be 1 to 320; call again for more")]
    HistoryGrowthOutOfBounds = 231,
    #[msg("link: is there already")]
    AlreadyLinked = 232,
    #[msg("links: the version has all that it can have (4 parents, 8 datasets)")]
    TooManyLinks = 233,
    #[msg("link: is not there")]
    NotLinked = 234,
    #[msg("parent: is a draft, which may still change; call stage_version for it first")]
    ParentIsDraft = 235,
    #[msg("children: open versions name this one as a parent; unlink or close them first")]
    VersionHasChildren = 236,
    #[msg("accounts: after the parents, pass one account for each dataset of the version, and no more")]
    GrantsMissing = 237,
    #[msg("parents: one was not looked at since the last revocation; call check_lineage for it first, anybody may, ancestors before descendants")]
    LineageNotChecked = 238,
    #[msg("taints: an ancestor was revoked; a vote may accept it by name with override_taint, or release a version made from others")]
    VersionTainted = 239,
    #[msg("taints: more than 8 ancestors were revoked, which no vote can accept; release a version made from others")]
    TooManyTaints = 240,
    #[msg("ancestor: is not among the version's taints; if it was revoked lately, call check_lineage first")]
    NotTainted = 241,
    #[msg("ancestor: was accepted for this version before; nothing is left to do")]
    AlreadyPardoned = 242,

    // ---- rewards: 6300 ----
    #[msg("window: must be 1 second to 10 years")]
    RewardWindowOutOfBounds = 300,
    #[msg("reward_pool: too many positions wait to settle; call claim_reward for older ones, anybody may, and try again")]
    RewardMarksFull = 301,
    #[msg("claim: nothing is owed yet; rewards flow while time passes and weight counts")]
    NothingToClaim = 302,
    #[msg("reward_pool: not the organisation's pool for this, or not the one that was joined")]
    WrongRewardPool = 303,
    #[msg("reward_position: not the one of this pool and holder")]
    WrongRewardPosition = 304,
    #[msg("reward_position: rewards are owed; put claim_reward before leave_rewards in the same transaction")]
    RewardsOwed = 305,
    #[msg("reward_pool: positions are still open; they must leave first")]
    RewardPoolInUse = 306,
    #[msg("reward_pool: was not funded yet, or its funds still flow; only the organisation's authority may close it now")]
    RewardPoolNotFinished = 307,
    #[msg("treasury: tokens are left in the vault; pass a token account of the organisation's authority")]
    TreasuryMissing = 308,
    #[msg("amount: what a pool is ever funded with must stay below 2^64 base units; create another pool")]
    FundingOverflow = 309,

    // ---- compute: 6400 ----
    #[msg("endpoint: must be 1 to 128 bytes of UTF-8 without control characters")]
    EndpointOutOfBounds = 400,
    #[msg("region: must be 1 to 32 bytes of UTF-8 without control characters")]
    RegionOutOfBounds = 401,
    #[msg("accelerator: must be 1 to 32 bytes of UTF-8 without control characters")]
    AcceleratorOutOfBounds = 402,
    #[msg("accelerators: must be 1 to 10000")]
    AcceleratorCountOutOfBounds = 403,
    #[msg("operator: only the provider's operator may do this")]
    NotOperator = 404,
    #[msg("provider: has retired; it takes no new stake and cannot be changed")]
    ProviderHasRetired = 405,
    #[msg("provider: not the provider of this account")]
    WrongProvider = 406,
    #[msg("amount: its shares would not fit after the slashes so far; move less at once, or withdraw older tranches first")]
    StakeDoesNotFit = 407,
    #[msg("shares: more than the position has")]
    SharesOverPosition = 408,
    #[msg("shares: must be more than zero")]
    SharesAreZero = 409,
    #[msg("unbonding: is not over yet; try again after ready_at")]
    UnbondingNotOver = 410,
    #[msg("bps: must be 1 to the organisation's slash_cap_bps")]
    SlashOutOfBounds = 411,
    #[msg("bps: the epoch's slashes together would take more than slash_cap_bps; wait for the next epoch")]
    SlashOverCap = 412,
    #[msg("provider: nothing is staked that could be slashed")]
    NothingToSlash = 413,
    #[msg("position: has no shares; stake first")]
    NothingStaked = 414,
    #[msg("position: has joined a reward pool already")]
    AlreadyJoined = 415,
    #[msg("reward_pool, reward_position: the position has not joined a pool; leave both out")]
    NotJoined = 416,
    #[msg("reward_pool, reward_position: the position has joined a pool; pass both")]
    RewardAccountsMissing = 417,
    #[msg("position: still has shares, open tranches or a part in a reward pool")]
    StakePositionNotEmpty = 418,
    #[msg("position: not the stake position of this account")]
    WrongStakePosition = 419,
    #[msg("provider: must have retired, without stake, tranches or positions")]
    ProviderNotEmpty = 420,
    #[msg("provider: still exists; its offences are kept until it is closed")]
    ProviderStillOpen = 421,

    // ---- governance: 6500 ----
    #[msg("title: must be 1 to 64 bytes of UTF-8 without control characters")]
    TitleOutOfBounds = 500,
    #[msg("uri: a proposal's description URI must be at most 128 bytes")]
    ProposalUriOutOfBounds = 501,
    #[msg("seat: its weight in this epoch is below the proposal threshold; weight counts from the epoch after the deposit")]
    BelowProposalThreshold = 502,
    #[msg("proposal: not in the state that this needs")]
    WrongProposalState = 503,
    #[msg("proposer: only the proposer may do this")]
    NotProposer = 504,
    #[msg("index: actions are added in order; use the proposal's action_count")]
    WrongActionIndex = 505,
    #[msg("actions: a proposal has 1 to 16")]
    ActionCountOutOfBounds = 506,
    #[msg("payload_length: an action must be 33 to 10000 bytes")]
    ActionLengthOutOfBounds = 507,
    #[msg("chunk: must continue where the action ends so far and stay within payload_length")]
    ChunkDoesNotFit = 508,
    #[msg("action: is not complete; append the missing bytes")]
    ActionIncomplete = 509,
    #[msg("action: cannot be decoded: program, at most 64 accounts with flags 0 to 3, data, and nothing after it")]
    ActionMalformed = 510,
    #[msg("action: only the organisation's authority may be a signer of an action")]
    ActionSignerNotAllowed = 511,
    #[msg("action: the proposal and its actions may not be writable in an action")]
    ActionTouchesProposal = 512,
    #[msg("actions: pass every action of the proposal, in order")]
    WrongAction = 513,
    #[msg("action_hash: not the hash of this proposal's actions; read the proposal again before signing")]
    ActionHashMismatch = 514,
    #[msg("choice: must be 0 (yes), 1 (no) or 2 (abstain)")]
    ChoiceUnknown = 515,
    #[msg("voting: is over")]
    VotingOver = 516,
    #[msg("voting: is not over yet")]
    VotingNotOver = 517,
    #[msg("seat: had no weight at the proposal's epoch, so it has no vote here")]
    NoWeight = 518,
    #[msg("denominator: nobody had weight in this epoch; wait until a deposit counts")]
    NobodyEligible = 519,
    #[msg("hold_up: is not over yet")]
    HoldUpNotOver = 520,
    #[msg("execution_window: is over; propose again")]
    ProposalExpired = 521,
    #[msg("slot: execution must come in a later slot than finalisation")]
    SameSlotAsFinalization = 522,
    #[msg("accounts: pass the action's program and accounts in the order of the action")]
    WrongActionAccounts = 523,
    #[msg("proposal: votes or actions are still open; close them first")]
    ProposalHasChildren = 524,
    #[msg("proposal: is not finished; it can be closed once it is decided and executed, expired or cancelled")]
    ProposalNotFinished = 525,
    #[msg("vote: belongs to another proposal, seat or voter")]
    WrongVoteRecord = 526,

    // ---- shared arithmetic, text and tokens: 6600 ----
    #[msg("arithmetic: a result does not fit its type")]
    Overflow = 600,
    #[msg("mint: its extensions would break the books (transfer fee, hook, permanent delegate, pausable and the like); use a plain mint")]
    MintExtensionRefused = 601,
    #[msg("mint: not the mint that this account is kept in")]
    WrongMint = 602,
    #[msg("vault: not the vault that keeps these books")]
    WrongVault = 603,
    #[msg("token account: belongs to somebody else")]
    WrongTokenOwner = 604,
    #[msg("transfer: the vault did not receive the exact amount")]
    TransferNotExact = 605,

    // ---- consent: 6700 ----
    #[msg("digest: must be the SHA-256 or the Merkle root of the data, not zeros")]
    DatasetDigestIsZero = 700,
    #[msg("owner: only the dataset's owner may do this")]
    NotDatasetOwner = 701,
    #[msg("new_owner: only the one that the dataset was offered to may accept it")]
    NotNewOwner = 702,
    #[msg("dataset: not the dataset of this grant")]
    WrongDataset = 703,
    #[msg("open_grants: must be 0; close the dataset's grants first")]
    GrantsOpen = 704,
    #[msg("purpose: must be 0 (train), 1 (fine-tune), 2 (evaluate), 3 (retrieve), 4 (align) or 5 (distill)")]
    PurposeUnknown = 705,
    #[msg("price_kind: must be 0 (free), 1 (once), 2 (per use) or 3 (streamed)")]
    PriceKindUnknown = 706,
    #[msg("price: must be 0 for a free grant, and more than 0 for any other")]
    PriceOutOfBounds = 707,
    #[msg("period: must be 0 for a grant that is free or paid per use, 0 seconds to 10 years for one paid once, 1 second to 10 years for a streamed one")]
    PeriodOutOfBounds = 708,
    #[msg("starts_at, expires_at: the start must not be negative, and the end 0 (never) or later than both now and the start")]
    TermOutOfBounds = 709,
    #[msg("accounts: this grant has a price; pass its mint, its vault and a token account, all of them")]
    GrantAccountsMissing = 710,
    #[msg("grant: not in the state that this needs; read it again")]
    WrongGrantState = 711,
    #[msg("licensee: only the one that the grant was offered to, or who accepted it, may do this")]
    NotLicensee = 712,
    #[msg("terms: not those of the offer as it is now; read it again before accepting")]
    TermsMoved = 713,
    #[msg("prepay: must be 0 for a free grant, and exactly the price for one that is paid once")]
    PrepayOutOfBounds = 714,
    #[msg("grant: is free or paid once, so it has no balance to fund")]
    GrantHasNoBalance = 715,
    #[msg("amount: what a grant is ever paid must stay below 2^64 base units; end it and ask for another")]
    GrantFundingOverflow = 716,
    #[msg("uses: must be 1 or more, and within what use_cap leaves")]
    UsesOutOfBounds = 717,
    #[msg("prepaid: less than these uses cost; call fund_grant first")]
    PrepaidTooLow = 718,
    #[msg("claim: nothing has accrued since the last claim")]
    NothingAccrued = 719,
    #[msg("refund: the grant is not over, or nothing of it is left to give back")]
    NothingToRefund = 720,
    #[msg("grant: must be over (revoked, ended, expired), claimed and refunded; an offer is its owner's to close")]
    GrantNotFinished = 721,
    #[msg("grant: consent is missing: there is no grant of this dataset for this model and purpose at the account passed")]
    GrantMissing = 722,
    #[msg("grant: was offered, but nobody has accepted it yet; call accept_grant")]
    GrantNotAccepted = 723,
    #[msg("grant: was revoked by the dataset's owner, or ended by the licensee")]
    GrantRevoked = 724,
    #[msg("grant: its term has not started yet")]
    GrantNotStarted = 725,
    #[msg("grant: its term is over; it needs another one")]
    GrantExpired = 726,
    #[msg("grant: all uses that use_cap allows are used")]
    GrantExhausted = 727,
    #[msg("grant: its price is not paid: a use that was recorded or is prepaid, or of a stream the period ahead; call fund_grant")]
    GrantUnpaid = 728,
    #[msg("grant: not the address of the grant of this dataset to this model for this purpose")]
    WrongGrant = 729,
    #[msg("consent: is as it was found before, so there is nothing to write down")]
    ConsentUnchanged = 730,
    #[msg("digest: the organisation knows this dataset already")]
    DatasetIsRegistered = 731,
    #[msg("owner: a dataset of this digest was closed; only its last owner may register it again")]
    NotFormerOwner = 732,
    #[msg("licensee: must be named; whom the model's people have chosen to act for it")]
    LicenseeMissing = 733,
    #[msg("new_owner: is whom the dataset is offered to already, so there is nothing to do")]
    OfferUnchanged = 734,

    // ---- signing: 6800 ----
    #[msg("scheme: must be 1 (Ed25519) or 2 (P-256)")]
    SigningSchemeUnknown = 800,
    #[msg("public_key: must be 32 bytes for Ed25519, 33 bytes beginning with 2 or 3 (compressed) for P-256")]
    PublicKeyMalformed = 801,
    #[msg("key_id: must be the SHA-256 of the scheme's byte and the public key")]
    KeyIdMismatch = 802,
    #[msg("valid_from_slot, valid_until_slot: must not begin before the running slot (0 for that) nor end before it begins (0 for open)")]
    KeyWindowOutOfBounds = 803,
    #[msg("signing_key: not a key of this model or signature; pass that one")]
    WrongSigningKey = 804,
    #[msg("signing_key: its first slot has not come; try again from valid_from_slot on")]
    KeyNotYetValid = 805,
    #[msg("signing_key: has retired; sign with a key that counts now")]
    KeyHasRetired = 806,
    #[msg("signing_key: was revoked; sign with a key that counts now")]
    KeyIsRevoked = 807,
    #[msg("last_slot: must be the running slot or a later one; to reject older signatures revoke the key")]
    RetirementInPast = 808,
    #[msg("last_slot: must be earlier than the key's valid_until_slot; a key is not prolonged, add another")]
    RetirementNotEarlier = 809,
    #[msg("from_slot: must not be later than the running slot; to end a key later retire it")]
    RevocationInFuture = 810,
    #[msg(
        "from_slot: must be earlier than the key's revoked_at_slot; a revocation is not taken back"
    )]
    RevocationNotEarlier = 811,
    #[msg("revoker: must be the model's maintainer or the organisation's authority")]
    NotKeyRevoker = 812,
    #[msg(
        "signatures: must be 0; close the key's signatures first, once their versions are closed"
    )]
    KeySignaturesOpen = 813,
    #[msg("signing_key: was revoked, and is kept until its model is closed so that nobody adds it anew")]
    KeyStaysRevoked = 814,
    #[msg("relative_index: must lead to an instruction of the key's signature program (Ed25519 or secp256r1) in this transaction, -1 to the one before")]
    PrecompileMissing = 815,
    #[msg("relative_index: that instruction must check exactly one signature, with signature, key and message inside itself")]
    PrecompileMalformed = 816,
    #[msg("signing_key: the signature was made by another key; pass that key's account")]
    SignatureOfAnotherKey = 817,
    #[msg("message: must be the DSSE encoding of the statement whose SHA-256 is manifest_digest, or its hash behind the words that say so")]
    SignedMessageMismatch = 818,
    #[msg(
        "statement: a hash was signed; pass a sealed statement of this version (open, write, seal)"
    )]
    StatementMissing = 819,
    #[msg("statement: is about another version; pass one of this version")]
    WrongStatement = 820,
    #[msg("statement: is not sealed; write it whole, then call seal_statement")]
    StatementNotSealed = 821,
    #[msg(
        "statement: is sealed and does not change any more; it can be used, or closed by its payer"
    )]
    StatementIsSealed = 822,
    #[msg("chunk: must not be empty and must begin where the statement ends so far")]
    StatementChunkDoesNotFit = 823,
    #[msg("chunk: a statement must have at most 131072 bytes; list fewer files, or larger shards")]
    StatementTooLong = 824,
    #[msg("statement: its SHA-256 is not the version's manifest_digest; close it and write the version's own")]
    StatementDigestMismatch = 825,
    #[msg("version: still exists; its signatures are kept until it is closed")]
    SignedVersionStillOpen = 826,
    #[msg("version: was revoked; sign one that was not")]
    SignedVersionIsRevoked = 827,
    #[msg("message: the key's proof must be its signature over the words althing-signing-key/v1, a newline and the model's address")]
    ProofMismatch = 828,

    // ---- witness: 6900 ----
    #[msg("witnesses: must be 1 to 16; to have none close the set")]
    WitnessCountOutOfBounds = 900,
    #[msg("quorum: must be 1 to the number of witnesses")]
    WitnessQuorumOutOfBounds = 901,
    #[msg("name: must be 1 to 64 bytes of UTF-8 without whitespace, control characters or '+'")]
    WitnessNameOutOfBounds = 902,
    #[msg("key: must be an Ed25519 public key, not zeros")]
    WitnessKeyIsZero = 903,
    #[msg("witnesses: names and keys must all be different")]
    WitnessTwice = 904,
    #[msg("witness_set: not the set of this log; pass the one that it names")]
    WrongWitnessSet = 905,
    #[msg("logs: must be 0; close the set's witnessed logs first")]
    WitnessedLogsOpen = 906,
    #[msg(
        "bond: must be the log's bond to this organisation, or the authority must admit the log"
    )]
    LogNotBonded = 907,
    #[msg("origin: must be that of the bond")]
    OriginIsNotTheBonds = 908,
    #[msg("checkpoints: must be 0; close the log's checkpoints first")]
    CheckpointsOpen = 909,
    #[msg("size: must be that of the log; read the log again")]
    CheckpointNotCurrent = 910,
    #[msg("checkpoint: not one of this log; pass one that is")]
    WrongCheckpoint = 911,
    #[msg("witness: must be the place of a witness in the set, from 0")]
    WitnessUnknown = 912,
    #[msg("witness: has signed this checkpoint already; nothing is left to do")]
    AlreadyCosigned = 913,
    #[msg("checkpoint: its quorum was reached by an older set; open one of a later size")]
    CheckpointIsSettled = 914,
    #[msg("time: must not be later than ten minutes from now")]
    CosignatureTimeOutOfBounds = 915,
    #[msg("witness: the signature was made by another key; give the place of that witness")]
    CosignatureOfAnotherKey = 916,
    #[msg("message: must be cosignature/v1, the time and the text of this checkpoint, with its log's origin")]
    CosignedMessageMismatch = 917,
    #[msg("checkpoint: may still be needed; anybody may close it once a larger one is witnessed or it has waited for 432000 slots")]
    CheckpointStillNeeded = 918,
    #[msg("bond: the next checkpoint is not overdue; try again when last_checkpoint_slot and the log's slot are older than checkpoint_interval")]
    DeadlineNotMissed = 919,
    #[msg("signing_key: the checkpoint was signed by another key than the bond's; only that one is evidence")]
    CheckpointOfAnotherKey = 920,
    #[msg("message: must be the text of a checkpoint with the bond's origin")]
    NotACheckpoint = 921,
    #[msg("size: must be that of each checkpoint")]
    EvidenceOfAnotherSize = 922,
    #[msg("checkpoint: is the evidence; pass it")]
    CheckpointMissing = 923,
    #[msg("proof: does not show that the log has, or had, this root at this size; build it with the log's own entries")]
    NotTheLogsHistory = 924,
    #[msg("root: both are the same; nothing is proved")]
    RootsAreEqual = 925,
    #[msg("evidence_hash: must be the SHA-256 of the organisation, the bond's key, the size and both roots, the smaller one first")]
    EvidenceHashMismatch = 926,
    #[msg("bond: these two roots were punished with as much already; only what is bonded beyond that answers again")]
    EquivocationPunished = 927,
    #[msg("witnessed_log: its witnessing was ended; close its checkpoints and the account, then admit the log anew")]
    WitnessingEnded = 928,

    // ---- bond: 7000 ----
    #[msg("origin: must be 1 to 128 bytes of UTF-8 without whitespace, control characters or '+'")]
    OriginOutOfBounds = 1000,
    #[msg("checkpoint_interval: must be 10 to 78840000 slots")]
    CheckpointIntervalOutOfBounds = 1001,
    #[msg(
        "signing_key: must be the Ed25519 public key that signs the log's checkpoints, not zeros"
    )]
    SigningKeyIsZero = 1002,
    #[msg("bond: not the bond of this log or question")]
    WrongBond = 1003,
    #[msg("operator: only the operator of the bond may do this")]
    NotBondOperator = 1004,
    #[msg("audit_log: not the log that is bonded")]
    WrongAuditLog = 1005,
    #[msg("amount: more than the bond has beside what is on its way out")]
    AmountOverBond = 1006,
    #[msg("unbonding: nothing was requested; call request_unbond first")]
    NothingUnbonding = 1007,
    #[msg("unbonding: the cooldown is not over yet; try again after available_at")]
    BondCooldownNotOver = 1008,
    #[msg("at_stake: open questions may cost all that is left; try again when they are settled")]
    BondAtStake = 1009,
    #[msg("bond: nothing is left that could be slashed")]
    BondIsEmpty = 1010,
    #[msg("bond: all of it was asked back and the cooldown is over; it answers for nothing new")]
    BondReleased = 1011,
    #[msg("bond: must be empty, and every question about its log settled")]
    BondNotEmpty = 1012,
    #[msg("audit_log: has not grown since the last checkpoint; its operator may sign that there is nothing new")]
    CheckpointNotNewer = 1013,
    #[msg("checkpoint_interval: can only become shorter; for a longer one close the bond and open another")]
    IntervalNotShorter = 1014,
    #[msg("checkpoint_interval: the last checkpoint is older than that already; call note_checkpoint first")]
    CheckpointOverdue = 1015,
    #[msg("share of the reporter or questioner: must be 0 to 5000 basis points")]
    ShareOutOfBounds = 1016,

    // ---- appeals: 7100 ----
    #[msg("question_bond: must be at least 1 base unit")]
    QuestionBondIsZero = 1100,
    #[msg("crowd: must be 1 to 1000000 open questions")]
    CrowdOutOfBounds = 1101,
    #[msg("answer_period: must be 10 seconds to 90 days")]
    AnswerPeriodOutOfBounds = 1102,
    #[msg("appeal_period: must be 10 seconds to 90 days")]
    AppealPeriodOutOfBounds = 1103,
    #[msg("voting_period: must be 3 seconds to the organisation's own voting_period")]
    AppealVotingPeriodOutOfBounds = 1104,
    #[msg("unanswered_bps, upheld_bps: must be 1 to 10000")]
    PenaltyOutOfBounds = 1105,
    #[msg("rules: the first terms are not in force yet; try again after effective_at")]
    RulesNotInForce = 1106,
    #[msg("hash: must be the SHA-256 of a salted text, not zeros")]
    HashIsZero = 1107,
    #[msg("proof: does not lead from this entry at this index to a perfect subtree of the log as it is now; make it anew")]
    NotInLog = 1108,
    #[msg(
        "max_deposit: so many questions are open that the deposit is more; allow more or try later"
    )]
    DepositOverLimit = 1109,
    #[msg("questioner: the operator of a log cannot question it")]
    OperatorAsks = 1110,
    #[msg("question: not in the state that this needs")]
    WrongQuestionState = 1111,
    #[msg("answer_by: is over; the question can only be reported")]
    AnswerTooLate = 1112,
    #[msg("answer_by: is not over yet")]
    AnswerNotOverdue = 1113,
    #[msg("index: the log had that entry when the question was asked; log an answer of its own")]
    AnswerNotNew = 1114,
    #[msg("questioner: only the questioner may do this")]
    NotQuestioner = 1115,
    #[msg("appeal_by: is over; the answer stands")]
    AppealTooLate = 1116,
    #[msg("appeal_by: is not over yet; until then only the questioner may accept")]
    AppealStillPossible = 1117,
    #[msg("voter: operator and questioner do not judge their own appeal")]
    ConflictOfInterest = 1118,
    #[msg("grounds_hash: not that of this appeal; read the question again before signing")]
    GroundsHashMismatch = 1119,
    #[msg("question: the ballot is of another one")]
    WrongQuestion = 1120,
    #[msg("question: is not settled yet")]
    QuestionNotSettled = 1121,
    #[msg("open_ballots: must be 0; close the question's ballots first")]
    BallotsOpen = 1122,
    #[msg("bond: still exists; its terms are kept until it is closed")]
    BondStillOpen = 1123,

    // ---- revenue: 7200 ----
    #[msg("shares: must add up to exactly 10000 basis points")]
    SharesNotWhole = 1200,
    #[msg("shares: one is for a dataset or a parent that the version does not have; it must be 0")]
    ShareWithoutHolder = 1201,
    #[msg("version: was never promoted; set its shares once it was, when what it was made from is final")]
    VersionNotReleased = 1202,
    #[msg("place: must be 0 (treasury), 1 (maintainer) or 2 to 9 (datasets) to claim, 0 to 3 (parents) to distribute, and one that the version has")]
    RevenuePlaceOutOfBounds = 1203,
    #[msg("share: nothing is due to it now; try again after a deposit")]
    NoRevenueDue = 1204,
    #[msg("source: must be the account that says whom the share belongs to: the organisation, the model or the dataset")]
    WrongRevenueSource = 1205,
    #[msg("parent_pool: not that of the version's parent in the same mint; pass those of all parents in order, and create one that is missing, which anybody may")]
    WrongParentPool = 1206,
    #[msg("amount: what a pool ever receives must stay below 2^64 base units; use another mint")]
    RevenueOverflow = 1207,
    #[msg("revenue_pool: something is due; call claim_revenue and distribute_revenue first")]
    RevenueStillDue = 1208,
    #[msg("revenue_pool: is in use; the authority may close it, its payer while its shares were never set, anybody once its version is closed")]
    RevenuePoolInUse = 1209,
    #[msg("revenue_pool: pools of versions made from this one pass revenue on to it; close them first")]
    RevenueChildrenOpen = 1210,
}

/// The error as Anchor returns it. Out of line, because there are hundreds of refusals and each would
/// carry its own copy of what builds the error.
#[cold]
#[inline(never)]
#[must_use]
pub fn refuse(error: AlthingError) -> Error {
    error.into()
}
