//! Which command calls which instruction of the program.

/// Every instruction and the command that calls it, by the instruction's name. A test holds this against the program's description and
/// the command tree: a new instruction needs a command, and a row here.
pub const COMMANDS: &[(&str, &str)] = &[
    ("accept_answer", "question accept"),
    ("accept_dataset_transfer", "dataset accept"),
    ("accept_grant", "grant accept"),
    ("accept_maintainership", "model accept"),
    ("add_action", "proposal add-action"),
    ("add_bond", "bond add"),
    ("add_signing_key", "key add"),
    ("admit_log", "witness admit"),
    ("answer_question", "question answer"),
    ("append_action", "proposal add-action"),
    ("append_batch", "log append"),
    ("append_entry", "log append-entry"),
    ("append_pinned_entry", "log append-entry"),
    ("attest_version", "version attest"),
    ("cancel_proposal", "proposal cancel"),
    ("cast_appeal_vote", "appeal vote"),
    ("cast_vote", "vote cast"),
    ("check_consent", "version check-consent"),
    ("check_lineage", "version check-lineage"),
    ("claim_grant", "grant claim"),
    ("claim_revenue", "revenue claim"),
    ("claim_reward", "rewards claim"),
    ("close_action", "proposal close"),
    ("close_appeal_rules", "question close-rules"),
    ("close_artifact", "artifact close"),
    ("close_attestation", "version close-attestations"),
    ("close_ballot", "question close"),
    ("close_bond", "bond close"),
    ("close_checkpoint", "checkpoint close"),
    ("close_dataset", "dataset close"),
    ("close_grant", "grant close"),
    ("close_model", "model close"),
    ("close_offence", "provider close-offences"),
    ("close_proposal", "proposal close"),
    ("close_provider", "provider close"),
    ("close_question", "question close"),
    ("close_revenue_pool", "revenue close"),
    ("close_reward_pool", "rewards close"),
    ("close_seat", "seat close"),
    ("close_signing_key", "key close"),
    ("close_stake_position", "provider close-position"),
    ("close_statement", "version close-statement"),
    ("close_version", "version close"),
    ("close_version_signature", "key close"),
    ("close_vote", "proposal close"),
    ("close_witness_set", "witness close"),
    ("close_witnessed_log", "witness remove"),
    ("cosign_checkpoint", "checkpoint cosign"),
    ("create_chamber", "chamber create"),
    ("create_dao", "dao create"),
    ("create_log", "log create"),
    ("create_proposal", "proposal create"),
    ("create_revenue_pool", "revenue create"),
    ("create_reward_pool", "rewards create"),
    ("deposit_revenue", "revenue deposit"),
    ("deposit_tokens", "power deposit"),
    ("deprecate_version", "version deprecate"),
    ("distribute_revenue", "revenue distribute"),
    ("end_grant", "grant end"),
    ("execute_proposal", "proposal execute"),
    ("extend_history", "model extend-history"),
    ("finalize_appeal", "appeal finalize"),
    ("finalize_proposal", "proposal finalize"),
    ("fund_grant", "grant fund"),
    ("fund_reward_pool", "rewards fund"),
    ("grant_seat", "seat grant"),
    ("join_rewards", "rewards join"),
    ("keep_root", "log keep-root"),
    ("leave_rewards", "rewards leave"),
    ("link_artifact", "version link-artifact"),
    ("link_dataset", "version link-dataset"),
    ("link_parent", "version link-parent"),
    ("note_checkpoint", "bond note"),
    ("offer_dataset_transfer", "dataset transfer"),
    ("offer_grant", "grant offer"),
    ("offer_maintainership", "model offer"),
    ("open_appeal", "appeal open"),
    ("open_bond", "bond open"),
    ("open_checkpoint", "checkpoint open"),
    ("open_question", "question open"),
    ("open_seat", "seat open"),
    ("open_stake_position", "provider stake"),
    ("open_statement", "version sign"),
    ("override_taint", "version override-taint"),
    ("promote_version", "version promote"),
    ("recall_root", "log recall-root"),
    ("refund_grant", "grant refund"),
    ("register_artifact", "artifact register"),
    ("register_dataset", "dataset register"),
    ("register_model", "model register"),
    ("register_provider", "provider register"),
    ("register_version", "version register"),
    ("release_root", "log release-root"),
    ("report_equivocation", "report equivocation"),
    ("report_missed_deadline", "report missed-deadline"),
    ("report_unanswered", "question report"),
    ("request_unbond", "bond request-withdrawal"),
    ("request_unstake", "provider unstake"),
    ("request_withdrawal", "power request-withdrawal"),
    ("retire_provider", "provider retire"),
    ("retire_signing_key", "key retire"),
    ("revoke_grant", "grant revoke"),
    ("revoke_signing_key", "key revoke"),
    ("revoke_version", "version revoke"),
    ("seal_statement", "version sign"),
    ("set_appeal_rules", "question set-rules"),
    ("set_revenue_shares", "revenue set-shares"),
    ("set_witnesses", "witness set"),
    ("shorten_interval", "bond shorten"),
    ("sign_version", "version sign"),
    ("slash_bond", "bond slash"),
    ("slash_provider", "provider slash"),
    ("stage_version", "version stage"),
    ("stake_tokens", "provider stake"),
    ("submit_proposal", "proposal submit"),
    ("unlink_artifact", "version unlink-artifact"),
    ("unlink_dataset", "version unlink-dataset"),
    ("unlink_parent", "version unlink-parent"),
    ("unstage_version", "version unstage"),
    ("update_card", "version update-card"),
    ("update_config", "dao configure"),
    ("update_dataset", "dataset update"),
    ("update_model", "model update"),
    ("update_provider", "provider update"),
    ("use_grant", "grant use"),
    ("verify_consistency", "log verify-consistency"),
    ("verify_inclusion", "log verify-inclusion"),
    ("withdraw_attestation", "version withdraw-attestation"),
    ("withdraw_bond", "bond withdraw"),
    ("withdraw_maintainership_offer", "model withdraw-offer"),
    ("withdraw_stake", "provider withdraw"),
    ("withdraw_tokens", "power withdraw"),
    ("withdraw_vote", "vote withdraw"),
    ("write_statement", "version sign"),
];

/// The command that calls an instruction.
#[must_use]
pub fn command(instruction: &str) -> Option<&'static str> {
    let found = COMMANDS.binary_search_by_key(&instruction, |(name, _)| name);
    found.ok().and_then(|at| COMMANDS.get(at)).map(|row| row.1)
}

/// A text of the program's with the command behind each instruction that it names.
#[must_use]
pub fn with_commands(text: &str) -> String {
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        out.push_str(word);
        if let Some(command) = command(word) {
            out.push_str(&format!(" (althing {command})"));
        }
        let next = after.find(is_name).unwrap_or(after.len());
        let (between, after) = after.split_at(next);
        out.push_str(between);
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_order_and_found() {
        assert!(COMMANDS.is_sorted_by(|one, next| one.0 < next.0));
        assert_eq!(command("cast_vote"), Some("vote cast"));
        assert_eq!(command("write_statement"), Some("version sign"));
        assert_eq!(command("cast"), None);
    }

    #[test]
    fn instructions_in_a_text_get_their_command_and_the_rest_stays() {
        assert_eq!(
            with_commands("first: call check_lineage, or use_grant"),
            "first: call check_lineage (althing version check-lineage), or use_grant (althing grant use)"
        );
        for text in [
            "",
            "é — no name",
            "open_versions: must be 0",
            "cast_votes, recast_vote",
        ] {
            assert_eq!(with_commands(text), text);
        }
    }
}
