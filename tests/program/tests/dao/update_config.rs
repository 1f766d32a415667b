use althing::Dao;
use althing_program_tests::prelude::*;

#[test]
fn test_update_config_ok() {
    let (mut w, c) = community();
    let mut config = config();
    config.quorum_bps = 1;
    let update = c.update_config().call(instruction::UpdateConfig { config: config.clone() });
    w.as_authority(&c, update).unwrap();
    assert_eq!(w.borsh::<Dao>(&c.dao).config, config);
}
