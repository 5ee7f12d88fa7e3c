"""Mutations that are no single tampered token: the test that holds each, or why there is nothing to hold yet."""

TESTED: dict[str, str] = {
    # Keys and key sets
    "S26": "adapters/test_keys.py::test_one_bad_key_does_not_spoil_the_set_and_is_never_used",
    "S27": "adapters/test_keys.py::test_one_bad_key_does_not_spoil_the_set_and_is_never_used",
    "K06": "functional/test_token_attacks.py::test_a_good_token_that_points_elsewhere_is_good_and_nothing_is_fetched",
    "K08": "adapters/test_keys.py::test_a_storm_of_unknown_key_ids_costs_one_request_per_cool_down",
    "K13": "adapters/test_keys.py::test_two_different_keys_of_one_id_name_none_and_the_same_key_twice_is_one",
    "K14": "adapters/test_keys.py::test_one_bad_key_does_not_spoil_the_set_and_is_never_used",
    "K15": "adapters/test_keys.py::test_keys_that_nobody_ever_told_are_unavailable",
    "K16": "unit/test_config.py::test_other_addresses_are_https_too",
    "K17": "adapters/test_keys.py::test_one_bad_key_does_not_spoil_the_set_and_is_never_used",
    "K20": "adapters/test_keys.py::test_a_key_that_was_withdrawn_is_unknown_after_an_hour",
    # What a library makes of a token does not matter
    "E06": "functional/test_token_attacks.py::test_a_name_that_is_written_with_escapes_is_the_same_name",
    # Good tokens in odd company
    "G07": "functional/test_token_attacks.py::test_a_token_of_a_client_alone_signs_nobody_out",
    "G08": "functional/test_everywhere.py::test_without_the_administrators_call_the_refresh_token_alone_is_revoked",
    "G09": "functional/test_everywhere.py::test_an_access_token_that_proves_nothing_starts_no_global_effect",
    "G10": "functional/test_everywhere.py::test_an_access_token_that_cognito_takes_no_longer_is_not_called_done",
    "G11": "functional/test_who_is_asked.py::test_two_tokens_without_an_origin_jti_do_not_match",
    "G13": "functional/test_token_attacks.py::test_a_strange_user_name_goes_to_cognito_as_it_is_and_into_no_line",
    "G14": "functional/test_token_attacks.py::test_what_a_claim_says_beyond_what_we_read_is_shown_nowhere",
    "G15": "functional/test_hostile_acts.py::test_what_a_stranger_ends_is_not_told_of_the_browsers_owner",
    "G16": "functional/test_identities.py::test_identities_of_no_known_form_break_nothing",
    "G17": "functional/test_token_attacks.py::test_a_user_name_names_no_provider",
    # `/logout`
    "L06": "functional/test_parameters.py::test_an_expired_hint_is_accepted",
    "L07": "functional/test_who_is_asked.py::test_somebody_elses_valid_hint_in_a_link_ends_nobodys_session",
    "L08": "functional/test_hints.py::test_a_client_that_is_not_the_audience_of_the_hint_is_refused",
    "L09": "functional/test_conformance.py::test_oidcc_rp_initiated_logout_modified_id_token_hint",
    "L10": "functional/test_refusals.py::test_a_bad_query_is_refused",
    "L11": "functional/test_hostile_cookies.py::test_every_value_of_the_refresh_token_cookie_is_revoked",
    "L12": "functional/test_cookies.py::test_every_chunk_that_came_is_expired",
    "L14": "functional/test_everywhere.py::test_an_access_token_that_cognito_takes_no_longer_is_not_called_done",
    "L01": "functional/test_logout_tokens.py::test_a_token_has_its_verdict",
    "L03": "functional/test_logout_tokens.py::test_a_token_has_its_verdict",
    "L04": "functional/test_logout_tokens.py::test_a_token_has_its_verdict",
    "L15": "functional/test_second_clicks.py::test_a_second_yes_goes_on_with_the_journey_of_the_first",
}
"""The test, by the number of the mutation."""

NOT_HERE: dict[str, str] = {
    "C11": "`jti` is not read at `/logout`: nothing is stored or compared by it",
    "L05": "there is no front-channel route yet",
    "L13": "a refresh in flight is the app's own: no answer of ours can follow it",
}
"""The reason, by the number of the mutation."""
