from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """Writing to the city: forms, openings, drafts, what was sent."""

    name = "civicportal.submissions"

    def ready(self) -> None:
        from civicportal.people.hooks import on_email_changed, on_sign_in
        from civicportal.submissions.actions import claim
        from civicportal.submissions.actions.together import accept_at_sign_in, move_invitations
        from civicportal.submissions.notices import completing, contacts, endorsing, sharing, together, writing
        from civicportal.submissions.own_data import register_own_data
        from civicportal.submissions.registrations import register_completing, register_my_page

        for letters in (writing, endorsing, together, completing, contacts, sharing):
            letters.register_letters()
        register_my_page()
        register_completing()
        register_own_data()
        on_sign_in.append(claim)
        on_sign_in.append(accept_at_sign_in)
        on_email_changed.append(move_invitations)
