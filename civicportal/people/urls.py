"""Everything under /konto/. Names that begin with account_ and mfa_ are allauth's, which looks for them."""

from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn
from django.urls import include, path

from civicportal.kernel.web import SIGNED_IN, open_to
from civicportal.people.guards import fresh_sign_in
from civicportal.people.views import account, door, second_step

urlpatterns = [
    path("login/", door.sign_in, name="account_login"),
    path("login/kod/", door.confirm_code, name="account_confirm_login_code"),
    path("logga-ut/", door.sign_out, name="account_logout"),
    path("avslutat/", door.closed, name="account_inactive"),
    path("igen/", door.show_again, name="account_reauthenticate"),
    path("", account.profile, name="profile"),
    path("uppgifter/", account.edit_profile, name="edit_profile"),
    path("epost/", account.change_email, name="account_email"),
    path("epost/kod/", account.confirm_email, name="account_email_code"),
    path("inloggningar/", account.sessions, name="sessions"),
    path("inloggningar/avsluta-alla/", account.end_all, name="end_all_sessions"),
    path("samtycken/", account.consents, name="consents"),
    path("mina-data/", account.own_data_page, name="own_data"),
    path("mina-data/hamta/", account.own_data_file, name="own_data_file"),
    path("avsluta/", account.close_account, name="close_account"),
    path("avslutad/", account.gone, name="account_gone"),
    # allauth asks for no fresh sign-in from somebody who has no second step yet; we do.
    path("sakerhet/", second_step.overview, name="mfa_index"),
    path("sakerhet/totp/activate/", open_to(SIGNED_IN)(fresh_sign_in(activate_totp)), name="mfa_activate_totp"),
    path("sakerhet/webauthn/add/", open_to(SIGNED_IN)(fresh_sign_in(add_webauthn)), name="mfa_add_webauthn"),
    path("sakerhet/", include("allauth.mfa.urls")),
]
