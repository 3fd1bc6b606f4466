"""The index of known leaks: what other portals for grants and submissions let out, and which tests prove ours does not.

Each in plain words, with the tests that fail where it opens. A test that is renamed is renamed here too.
"""

from __future__ import annotations

GRID = "tests/leaks/test_grid.py::test_who_reads_what"
CRAWL = "tests/leaks/test_marker_words.py::test_each_reads_what_the_table_says"
DOORS = "tests/architecture/test_access.py::test_each_role_enters_what_it_may_and_nothing_else"
HERE = "tests/leaks/test_known_leaks.py::"

PROVED: dict[str, tuple[str, ...]] = {
    # Who may see what
    "a reviewer opens any application by typing its reference": (
        "tests/review/test_queries.py::test_somebody_elses_reference_does_not_exist",
        "tests/review/test_views.py::test_a_reviewer_without_the_assignment_finds_nothing",
        GRID,
    ),
    "a file is fetched by somebody who may not read what it belongs to": (
        "tests/funds/test_after_pages.py::test_ones_own_pages_are_nobody_elses",
        "tests/funds/test_after_pages.py::test_the_reports_and_receipts_of_a_protected_person_are_for_the_handler",
        "tests/submissions/test_doors.py::test_staff_superusers_and_strangers_find_no_draft",
    ),
    "the list keeps to a limit that the start page forgets": (GRID, CRAWL, DOORS),
    "a no counts as a yes because it comes with its reason": (
        "tests/kernel/test_moves.py::test_a_no_is_false_and_carries_its_reason",
        HERE + "test_every_rule_answers_with_something_that_is_false_when_it_is_no",
    ),
    "a part of a page that is fetched alone asks nobody who is there": (
        DOORS,
        "tests/architecture/test_access.py::test_every_address_says_who_may_enter",
    ),
    "the way back after sign-in leads to another site": (
        "tests/people/test_door.py::test_the_way_back_is_never_to_another_site",
        HERE + "test_no_address_leads_to_another_site_because_it_is_asked_to",
    ),
    "the applicant reads in the history who reviewed and what they gave": (
        GRID,
        "tests/leaks/test_grid.py::test_no_letter_tells_its_reader_more_than_the_pages_do",
    ),
    "a reviewer from outside reads who applied": (
        "tests/review/test_blind.py::test_no_link_file_name_or_letter_tells_a_blind_reader_who_it_is",
        GRID,
    ),
    "nobody can tell who will read what they write": (
        "tests/review/test_blind.py::test_a_reader_is_told_who_sees_their_name",
        "tests/funds/test_coaching_cases.py::test_private_notes_are_for_their_coach_alone_and_shared_ones_reach_the_person",
    ),
    "rights break when the page is not in English": (
        GRID,
        "tests/architecture/test_access.py::test_three_roles_in_english",
    ),
    "a state stays behind when somebody works in another language": (
        HERE + "test_an_application_goes_its_whole_way_in_english",
    ),
    "a link that changes the mail address is used for another account": (
        "tests/people/test_account.py::test_the_code_for_a_new_address_does_not_sign_anybody_in",
        "tests/submissions/test_contacts.py::test_another_address_counts_when_both_have_said_yes",
        "tests/people/test_account.py::test_a_code_for_a_new_address_is_no_good_to_somebody_else",
    ),
    "a mail program that looks at links uses them up": (
        "tests/leaks/test_marker_words.py::test_a_mail_program_that_opens_every_link_changes_nothing",
        "tests/commons/test_proofs.py::test_nothing_happens_before_the_button_is_pressed_and_then_once",
        "tests/submissions/test_doors.py::test_a_mailed_link_opens_by_a_press_and_again_until_a_newer_comes",
    ),
    "an interest is known to the portal and the paper is shown all the same": (
        "tests/review/test_interest.py::test_nothing_opens_before_the_hint_is_answered",
        "tests/review/test_stages.py::test_a_plan_leaves_out_conflicts_and_what_one_has_stepped_aside_from",
    ),
    "a page promises a rule that the code does not keep": (
        "tests/funds/test_statistics.py::test_how_we_decide_is_made_from_the_configuration",
        "tests/backoffice/test_scoped.py::test_an_auditor_reads_everything_and_changes_nothing",
    ),
    "a sum or a mean counts what its reader may not see": (
        "tests/review/test_ranking.py::test_the_ranking_leaves_out_what_one_stepped_aside_from",
        "tests/review/test_ranking.py::test_the_ranking_leaves_out_what_one_has_still_to_score",
        "tests/funds/test_exports.py::test_what_one_has_stepped_aside_from_is_counted_and_not_told",
        HERE + "test_shares_and_sums_of_the_room_leave_out_what_one_stepped_aside_from",
    ),
    "whoever stepped aside reads of it through another case, such as its coaching": (GRID,),
    "who is paid, and who signed, is read by those who do not handle the money": (GRID,),
    # Reading without knowing who
    "the running mean, or an order by it, is seen before ones own score": (
        "tests/review/test_blind.py::test_no_figure_and_no_order_of_others_is_seen_before_ones_own",
        "tests/funds/test_table.py::test_whoever_has_their_own_score_to_give_sees_no_figure_and_no_order_by_it",
    ),
    "the history on the start page names who sent it": (
        "tests/review/test_blind.py::test_no_history_names_the_applicant_for_a_blind_reader",
    ),
    "a link, a file name or a letter tells who it is": (
        "tests/review/test_blind.py::test_no_link_file_name_or_letter_tells_a_blind_reader_who_it_is",
        "tests/review/test_blind.py::test_a_file_is_shown_without_its_name",
    ),
    "a name, an address or a number in free text tells who wrote it": (
        "tests/review/test_blind.py::test_what_may_tell_who_wrote_it_is_marked",
        "tests/review/test_blind.py::test_a_stage_may_ask_that_it_is_gone_through_first",
    ),
    "a text that was struck out whole falls back to what was written": (
        "tests/review/test_blind.py::test_a_redaction_holds_on_every_page_and_an_empty_one_shows_nothing",
        GRID,
    ),
    "reviewers do not know whether the others see their name": (
        "tests/review/test_blind.py::test_a_reader_is_told_who_sees_their_name",
    ),
    # Faults of security
    "a file is written where its name says": ("tests/files/test_actions.py::test_a_name_is_data_and_never_a_path",),
    "markup in a title or a name acts on somebodys page": (
        "tests/leaks/test_grid.py::test_no_markup_that_somebody_typed_acts_on_a_page",
        "tests/pages/test_reading.py::test_what_is_searched_for_is_shown_as_text",
    ),
    "a name or a title makes a link in a letter": (
        "tests/funds/test_letters.py::test_answers_of_an_applicant_cannot_make_links_or_headings_of_a_letter",
        "tests/notices/test_words.py::test_no_typed_text_makes_a_link_or_a_line",
        "tests/commons/test_letters.py::test_a_title_cannot_smuggle_a_link_or_a_paragraph_into_a_letter",
    ),
    "a new form lists the files of somebody elses": (HERE + "test_a_new_draft_shows_no_answer_or_file_of_another",),
    "markdown acts once it is drawn": (
        "tests/pages/test_markup.py::test_nothing_that_acts_gets_through",
        "tests/pages/test_markup.py::test_any_text_becomes_html_without_handlers",
    ),
    "a text that staff wrote acts on a page or in a letter": (
        "tests/leaks/test_grid.py::test_no_markup_that_somebody_typed_acts_on_a_page",
        HERE + "test_a_hint_that_staff_wrote_is_words_and_no_markup",
        "tests/funds/test_wordings.py::test_what_cannot_stand_in_a_letter",
    ),
    "any kind of file is taken and opens in the page": (
        "tests/files/test_actions.py::test_what_is_not_on_the_list_is_refused_with_a_sentence",
        "tests/files/test_views.py::test_a_private_file_is_a_download_that_no_cache_keeps",
    ),
    "a made-up forwarded address escapes the measure": (
        "tests/people/test_door.py::test_a_caller_cannot_hide_behind_a_made_up_forwarded_address",
        "tests/kernel/test_web.py::test_a_forged_header_is_not_an_address",
    ),
    "a thing of another unit is reached through a page of ones own": (
        HERE + "test_a_part_of_another_units_round_is_not_reached_through_ones_own",
        "tests/submissions/test_sharing.py::test_a_comment_of_another_draft_is_not_reached_through_ones_own",
        "tests/commons/test_work.py::test_nobody_releases_the_questions_of_others_by_their_address",
    ),
    "html of somebody elses is called safe": (HERE + "test_only_the_kernel_calls_html_safe",),
    "a public number is made of personal data": (
        HERE + "test_nothing_public_is_reckoned_from_a_mail_address",
        "tests/funds/test_outreach.py::test_nothing_of_a_person_is_stored_by_a_short_link",
    ),
    "invitations are used to flood somebodys mail": (
        "tests/submissions/test_together.py::test_a_cap_and_a_limit_hold",
        "tests/submissions/test_together.py::test_the_letter_has_no_word_that_the_inviter_wrote",
    ),
    "staff read the letters of another unit": (
        "tests/notices/test_queries.py::test_a_letter_is_seen_by_who_sees_what_it_is_about",
        GRID,
    ),
    "a code or an invitation is used twice at once": (
        "tests/people/test_codes.py::test_a_right_code_is_right_once_however_many_try_at_the_same_moment",
        "tests/submissions/test_together.py::test_an_invitation_said_yes_to_twice_at_once_is_one",
    ),
    "a script runs because the policy lets it": (
        "tests/stories/test_first_view.py::test_every_answer_has_a_strict_policy",
        "tests/architecture/test_budgets.py::test_templates_hold_no_inline_script_or_style",
    ),
    "a file of an export is fetched by whoever knows its number": (
        "tests/files/test_exporting.py::test_nobody_else_sees_or_fetches_it",
        "tests/files/test_exporting.py::test_who_has_lost_the_role_no_longer_fetches",
    ),
    "a list or an export holds rows of another unit": (
        "tests/funds/test_network.py::test_lists_and_desks_of_two_offices_hold_nothing_in_common",
        "tests/funds/test_exports.py::test_who_takes_applications_out",
        GRID,
    ),
    "a page was given no rule at all": (
        "tests/architecture/test_access.py::test_every_address_says_who_may_enter",
        DOORS,
    ),
    "a measure counts by the wrong key": (
        "tests/people/test_door.py::test_one_address_gets_ten_codes_an_hour_whoever_asks",
        "tests/commons/test_voices.py::test_an_account_and_a_machine_have_a_measure_too",
    ),
    "an account is known by how long the answer takes, or by what it says": (
        "tests/people/test_door.py::test_known_and_unknown_addresses_cannot_be_told_apart",
        "tests/people/test_codes.py::test_tries_at_the_same_moment_all_count",
    ),
    "the backoffice has a door of its own without the measures of the other": (
        HERE + "test_the_backoffice_has_no_door_of_its_own",
        "tests/people/test_guards.py::test_staff_without_a_second_step_are_sent_to_set_one_up_with_the_reason",
        "tests/people/test_second_step.py::test_wrong_codes_of_the_second_step_are_throttled",
    ),
    "a mail that failed is silent": (
        HERE + "test_no_mail_fails_silently",
        "tests/notices/test_sending.py::test_a_busy_mail_server_gets_the_letter_later_and_at_last_it_has_failed",
    ),
    "a cell of a file is run as a formula": (
        "tests/funds/test_after_desk.py::test_no_cell_is_a_formula",
        "tests/funds/test_imports.py::test_a_cell_that_looks_like_a_formula_is_words_and_nothing_else",
        "tests/cases/test_delegated.py::test_the_table_file_runs_no_formula",
        HERE + "test_tables_are_written_in_one_place",
    ),
    "one of djangos own pages leads past the rule": (
        "tests/review/test_side_doors.py::test_the_seven_side_doors_of_what_staff_arrange",
        "tests/review/test_side_doors.py::"
        "test_what_is_written_in_a_review_has_no_list_form_popup_or_history_in_djangos_admin",
        "tests/backoffice/test_scoped.py::test_2_a_foreign_row_does_not_exist",
        "tests/backoffice/test_scoped.py::test_every_admin_class_of_the_portal_is_scoped",
    ),
}
