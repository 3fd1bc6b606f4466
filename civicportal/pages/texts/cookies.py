# ruff: noqa: E501 -- a row of a Markdown table is one line, and a sentence is easier to edit whole
"""/kakor/: each cookie by name. There is no consent to ask for, because none is set that one could refuse."""

from civicportal.pages.texts.kinds import PageText, part, two

COOKIES = PageText(
    "kakor",
    two("Kakor", "Cookies"),
    two(
        "Du kan läsa hela portalen utan en enda kaka. Två används, och bara när de behövs.",
        "You can read the whole portal without a single cookie. Two are used, and only when they are needed.",
    ),
    (
        part(
            "list",
            ("Kakorna", "The cookies"),
            """
| Namn | Vad den gör | När den sätts | Hur länge |
|---|---|---|---|
| `session` | Håller dig inloggad och minns vilket utkast du skriver på | När du loggar in eller börjar skriva | 14 dagar, eller tills du loggar ut |
| `csrf` | Ser till att ett formulär kommer från dig och inte från en annan webbplats | När du öppnar en sida med ett formulär | 1 år |
""",
            """
| Name | What it does | When it is set | For how long |
|---|---|---|---|
| `session` | Keeps you signed in and remembers which draft you are writing | When you sign in or begin to write | 14 days, or until you sign out |
| `csrf` | Makes sure that a form comes from you and not from another site | When you open a page with a form | 1 year |
""",
        ),
        part(
            "none",
            ("Det vi inte gör", "What we do not do"),
            """
Vi mäter inte vem du är, vi har inga kakor från andra företag och vi sparar inget annat i din webbläsare. Språket står i
adressen, så det behöver ingen kaka. Därför frågar vi inte om lov i en ruta.
""",
            """
We do not measure who you are, we have no cookies from other companies, and we keep nothing else in your browser. The
language is in the address, so it needs no cookie. That is why no box asks for your consent.
""",
        ),
        part(
            "remove",
            ("Ta bort kakor", "Removing cookies"),
            "Du kan ta bort kakor i webbläsarens inställningar. Då loggas du ut, men utkast som du har fått en länk till finns"
            " kvar.",
            "You can remove cookies in your browser's settings. You are then signed out, but drafts that you have a link to"
            " stay.",
        ),
    ),
)
