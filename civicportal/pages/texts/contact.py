"""/kontakt/: the ways to a person, on paper too."""

from civicportal.pages.texts.kinds import PageText, part, two

CONTACT = PageText(
    "kontakt",
    two("Kontakt", "Contact"),
    two(
        "Ring, skriv eller kom förbi. Du kan göra allt på portalen utan dator också.",
        "Call, write or come by. Everything on the portal can be done without a computer too.",
    ),
    (
        part(
            "paper",
            ("Skriva på papper", "Writing on paper"),
            """
Skriv ut frågorna, svara för hand och skicka med post eller lämna dem hos oss. Ring om du vill att vi skickar dem till
dig. Vi skriver in dina svar, och du får samma kvitto och samma svar som andra.
""",
            """
Print the questions, answer by hand, and send them by post or hand them in. Call if you want us to send them to you. We
enter your answers, and you get the same receipt and the same answer as others.
""",
        ),
        part(
            "protected",
            ("Du som har skyddade personuppgifter", "If your identity is protected"),
            """
Skriv inte namn, adress eller telefonnummer på portalen. Ring oss på [[phone]] och säg att det gäller en skyddad
uppgift, så hittar vi ett sätt som är säkert för dig.
""",
            """
Do not write your name, address or phone number on the portal. Call us at [[phone]] and say that it is about a
protected identity, and we find a way that is safe for you.
""",
        ),
        part(
            "language",
            ("Andra språk och hjälp", "Other languages and help"),
            """
Du får skriva på svenska eller engelska. Behöver du tolk, teckenspråk eller en text i en annan form, säg till så
ordnar vi det.
""",
            """
You may write in Swedish or English. If you need an interpreter, sign language or a text in another form, tell us and
we arrange it.
""",
        ),
        part(
            "public",
            ("Det du skriver till oss", "What you write to us"),
            """
Brev och e-post till kommunen blir allmänna handlingar. Det betyder att andra kan be att få läsa dem.
""",
            """
Letters and e-mail to the municipality become public documents. That means that others can ask to read them.
""",
        ),
    ),
)
