use super::*;

fn key(byte: u8) -> Pubkey {
    Pubkey::new_from_array([byte; 32])
}

fn pool() -> RevenuePool {
    let mut pool: RevenuePool = bytemuck::Zeroable::zeroed();
    pool.shares[TREASURY].bps = BPS;
    pool
}

/// Promoted, made from two datasets and one version.
fn version() -> ModelVersion {
    let mut version: ModelVersion = bytemuck::Zeroable::zeroed();
    version.promoted_at = 1;
    version.datasets[..2].copy_from_slice(&[key(1), key(2)]);
    version.dataset_count = 2;
    version.parents[0] = key(3);
    version.parent_count = 1;
    version
}

fn table() -> RevenueTable {
    let mut table = RevenueTable {
        treasury: 4_000,
        maintainer: 1_000,
        datasets: [0; 8],
        parents: [2_000, 0, 0, 0],
    };
    table.datasets[..2].copy_from_slice(&[2_000, 1_000]);
    table
}

/// Notes the pool of the version's parent, and sets the table.
fn share(pool: &mut RevenuePool) {
    pool.add_parent(key(4)).unwrap();
    pool.set_table(&version(), &table()).unwrap();
}

fn owed(pool: &RevenuePool) -> Vec<u64> {
    pool.shares.iter().map(|share| share.owed).collect()
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T>, expected: AlthingError) {
    assert_eq!(result.unwrap_err(), expected.into());
}

#[test]
fn everything_is_the_treasurys_until_a_table_is_set() {
    let mut pool = pool();
    pool.deposit(7).unwrap();
    assert_eq!(owed(&pool)[..3], [7, 0, 0]);
    assert!(!pool.is_shared());
    share(&mut pool);
    assert!(pool.is_shared());
    pool.deposit(100).unwrap();
    let mut expected = [0; SHARES];
    expected[..4].copy_from_slice(&[47, 10, 20, 10]);
    expected[FIRST_PARENT] = 20;
    assert_eq!(owed(&pool), expected);
    assert_eq!((pool.datasets[1], pool.parents()), (key(2), &[key(4)][..]));
}

#[test]
fn a_table_is_whole_and_has_a_holder_for_every_share() {
    let mut pool = pool();
    share(&mut pool);
    for change in [-1i32, 1] {
        let mut table = table();
        table.treasury = u16::try_from(4_000 + change).unwrap();
        let result = pool.set_table(&version(), &table);
        assert_refused(result, AlthingError::SharesNotWhole);
    }
    let changes: [fn(&mut RevenueTable); 3] = [
        |table| table.datasets[2] = 1,
        |table| table.datasets[7] = 1,
        |table| table.parents[1] = 1,
    ];
    for change in changes {
        let mut table = table();
        table.treasury -= 1;
        change(&mut table);
        let result = pool.set_table(&version(), &table);
        assert_refused(result, AlthingError::ShareWithoutHolder);
    }
    // Sums beyond 16 bits are not taken for smaller ones.
    let mut full = table();
    full.datasets = [u16::MAX; 8];
    let result = pool.set_table(&version(), &full);
    assert_refused(result, AlthingError::SharesNotWhole);
}

#[test]
fn what_is_due_is_taken_once_or_falls_to_the_treasury() {
    let mut pool = pool();
    share(&mut pool);
    pool.deposit(100).unwrap();
    assert_eq!(pool.take(MAINTAINER).unwrap(), 10);
    assert_refused(pool.take(MAINTAINER), AlthingError::NoRevenueDue);
    assert_eq!(pool.forfeit(FIRST_DATASET).unwrap(), 20);
    assert_refused(pool.forfeit(FIRST_DATASET), AlthingError::NoRevenueDue);
    assert_eq!(pool.shares[TREASURY].owed, 60);
    let outside = AlthingError::RevenuePlaceOutOfBounds;
    assert_refused(pool.take(SHARES), outside);
    assert_refused(pool.forfeit(SHARES), outside);
    for place in [TREASURY, FIRST_DATASET + 1, FIRST_PARENT] {
        assert!(!pool.is_paid_out());
        pool.take(place).unwrap();
    }
    assert!(pool.is_paid_out());
}

#[test]
fn all_that_ever_came_in_fits() {
    let mut pool = pool();
    pool.deposit(u64::MAX).unwrap();
    assert_refused(pool.deposit(1), AlthingError::RevenueOverflow);
}

#[test]
fn another_table_moves_nothing_that_is_due() {
    let mut pool = pool();
    share(&mut pool);
    // 3 leave 0.6, 0.3 and so on undivided.
    pool.deposit(3).unwrap();
    let before = owed(&pool);
    let rests: Vec<_> = pool.shares.iter().map(|share| share.remainder).collect();
    let mut version = version();
    version.promoted_at = 9;
    let mut all = table();
    (all.treasury, all.maintainer) = (0, 10_000);
    (all.datasets, all.parents) = ([0; 8], [0; 4]);
    pool.set_table(&version, &all).unwrap();
    assert_eq!(owed(&pool), before);
    let after: Vec<_> = pool.shares.iter().map(|share| share.remainder).collect();
    assert_eq!(after, rests);
    assert_eq!((pool.released_at, pool.parents().len()), (9, 1));
    pool.deposit(100).unwrap();
    assert_eq!(pool.shares[MAINTAINER].owed, before[MAINTAINER] + 100);
    assert_eq!(pool.shares[TREASURY].owed, before[TREASURY]);
}

#[test]
fn parents_are_noted_once_and_children_counted() {
    let mut pool = pool();
    for byte in 1..=4 {
        pool.add_parent(key(byte)).unwrap();
    }
    assert_refused(pool.add_parent(key(1)), AlthingError::AlreadyLinked);
    assert_refused(pool.add_parent(key(5)), AlthingError::TooManyLinks);
    assert_refused(pool.forget_child(), AlthingError::Overflow);
    pool.add_child().unwrap();
    pool.forget_child().unwrap();
    pool.children = u32::MAX;
    assert_refused(pool.add_child(), AlthingError::Overflow);
}
