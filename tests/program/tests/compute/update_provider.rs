use althing::compute::events::ProviderUpdated;
use althing::compute::Offer;
use althing_program_tests::prelude::*;

use super::*;

fn update(c: &Community, host: &Host, offer: Offer) -> Instruction {
    c.update_provider(host)
        .call(instruction::UpdateProvider { offer })
}

#[test]
fn test_update_provider_ok() {
    let (mut w, c, host, ..) = staked();
    let (before, log) = (provider(&w, &host), w.log(&c).1);
    let text = String::from;
    let offer = Offer {
        endpoint: text("b"),
        region: text("c"),
        accelerator: text("d"),
        accelerators: 1,
        price_per_hour: 2,
    };
    let sent = w.go(&[update(&c, &host, offer.clone())], &[&host.operator]);

    let after = provider(&w, &host);
    assert_shows(&after, &offer);
    // A shorter text leaves nothing of the longer one behind.
    assert_eq!(
        (after.endpoint[1..].to_vec(), after.region[1..].to_vec()),
        (vec![0; 127], vec![0; 31])
    );
    let same = |p: &Provider| {
        (
            p.status,
            p.positions,
            p.dao,
            p.operator,
            p.payer,
            p.vault,
            p.active,
            p.unbonding,
        )
    };
    assert_eq!(same(&after), same(&before));
    let events = sent.events::<ProviderUpdated>();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (
            events[0].provider,
            events[0].accelerators,
            events[0].price_per_hour
        ),
        (host.provider, 1, 2)
    );
    assert_eq!(w.log(&c).1.size, log.size);
}

#[test]
fn every_field_beyond_its_bounds_is_refused_by_name() {
    let (mut w, c, host, ..) = staked();
    for (change, error) in OFFERS_OUT_OF_BOUNDS {
        let mut offer = offer();
        change(&mut offer);
        assert_refused(
            w.send(&[update(&c, &host, offer)], &[&host.operator]),
            *error,
        );
    }
    assert_shows(&provider(&w, &host), &offer());
}

#[test]
fn every_field_at_its_bounds_is_taken() {
    let (mut w, c, host, ..) = staked();
    for offer in offers_at_the_bounds() {
        w.go(&[update(&c, &host, offer.clone())], &[&host.operator]);
        assert_shows(&provider(&w, &host), &offer);
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, ..) = staked();
    w.sweep(update(&c, &host, offer()), &[&host.operator]).run();
}

#[test]
fn nobody_but_the_operator_may() {
    let (mut w, c, host, anna, _) = staked();
    let neighbour = w.host(&c, "neighbour");
    for key in [&neighbour.operator, &anna.key, &c.creator, &c.renter] {
        let accounts = accounts::UpdateProvider {
            operator: key.pubkey(),
            ..c.update_provider(&host)
        };
        let ix = accounts.call(instruction::UpdateProvider { offer: offer() });
        assert_refused(w.send(&[ix], &[key]), AlthingError::NotOperator);
    }
    let accounts = accounts::UpdateProvider {
        provider: neighbour.provider,
        ..c.update_provider(&host)
    };
    let ix = accounts.call(instruction::UpdateProvider { offer: offer() });
    assert_refused(w.send(&[ix], &[&host.operator]), AlthingError::NotOperator);
}

#[test]
fn a_provider_that_has_retired_stays_as_it_is() {
    let (mut w, c, host, ..) = staked();
    w.retire(&c, &host);
    assert_refused(
        w.send(&[update(&c, &host, offer())], &[&host.operator]),
        AlthingError::ProviderHasRetired,
    );
}
