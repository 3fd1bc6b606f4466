# ruff: noqa: E501 -- a row of a Markdown table is one line, and a sentence is easier to edit whole
"""/tillganglighet/: the statement, whose eleven parts the law on accessible digital public service asks for."""

from civicportal.pages.texts.kinds import PageText, part, two

ITEMS = (
    "body", "service", "status", "shortcomings", "assessed", "updated", "method", "report", "complaint", "burden", "outside",
)  # fmt: skip
"""The parts of the statement, in order. None may be lost: a test and the backoffice hold on to them."""

ACCESSIBILITY = PageText(
    "tillganglighet",
    two("Tillgänglighet", "Accessibility"),
    two(
        "Alla ska kunna använda portalen. Här står hur långt vi har kommit och hur du säger till om något inte fungerar.",
        "Everybody must be able to use the portal. Here is how far we have come, and how to tell us if something fails.",
    ),
    (
        part(
            "body",
            ("Vem står bakom", "Who is behind it"),
            "[[authority]] står bakom portalen. Den här redogörelsen beskriver hur den uppfyller lagen om tillgänglighet till"
            " digital offentlig service.",
            "[[authority]] is behind the portal. This statement describes how it meets the Swedish act on the accessibility of"
            " digital public services.",
        ),
        part(
            "service",
            ("Vilken tjänst det gäller", "Which service it is about"),
            "Redogörelsen gäller [[portal]] på [[address]].",
            "The statement is about [[portal]] at [[address]].",
        ),
        part(
            "status",
            ("Hur tillgänglig portalen är", "How accessible the portal is"),
            "Portalen är **delvis förenlig** med lagen. Det som inte är det står under nästa rubrik.",
            "The portal is **partly compliant** with the act. What is not is listed under the next heading.",
        ),
        part(
            "shortcomings",
            ("Det som inte är tillgängligt", "What is not accessible"),
            """
- **Filer som andra har gjort.** Bilagor från sökande kan sakna struktur och bildtexter, för vi ändrar dem inte. Be oss
  om innehållet i en annan form.
- **Inloggning med passnyckel** kräver JavaScript. Koden i ett brev fungerar utan, också för personal med engångskod.
""",
            """
- **Files made by others.** Attachments from applicants may lack structure and descriptions, because we do not change
  them. Ask us for the content in another form.
- **Signing in with a passkey** needs JavaScript. The code in a letter works without, and so do one-time codes for staff.
""",
        ),
        part(
            "assessed",
            ("När vi bedömde portalen", "When we assessed the portal"),
            "Bedömningen gjordes senast [[reviewed]].",
            "The latest assessment was made on [[reviewed]].",
        ),
        part(
            "updated",
            ("När redogörelsen ändrades", "When the statement was changed"),
            "Redogörelsen ändrades senast [[changed]]. Vi läser igenom den minst en gång om året.",
            "The statement was last changed on [[changed]]. We read it through at least once a year.",
        ),
        part(
            "method",
            ("Så har vi prövat", "How we tested"),
            "Vi har prövat själva: med automatiska kontroller av varje sida på svenska och engelska, med enbart tangentbord,"
            " utan JavaScript, på smal skärm och med stor text. Målet är WCAG 2.2 nivå AA.",
            "We have tested ourselves: with automatic checks of each page in Swedish and English, with the keyboard only,"
            " without JavaScript, on a narrow screen and with large text. The aim is WCAG 2.2 level AA.",
        ),
        part(
            "report",
            ("Säg till om något inte fungerar", "Tell us if something does not work"),
            """
Du kan [rapportera ett fel eller be om en text i en annan form](/tillganglighet/rapportera/). Du behöver inte logga in
och inte säga vem du är. Du kan också skriva till [[email]] eller ringa [[phone]]. Vi svarar så fort vi kan, senast
inom två veckor.
""",
            """
You can [report a fault or ask for a text in another form](/en/tillganglighet/rapportera/). You need not sign in and
not say who you are. You can also write to [[email]] or call [[phone]]. We answer as soon as we can, within two weeks
at the latest.
""",
        ),
        part(
            "complaint",
            ("Om du inte är nöjd med vårt svar", "If you are not content with our answer"),
            "Myndigheten för digital förvaltning, Digg, övervakar lagen. Du kan"
            " [anmäla bristande tillgänglighet till Digg](https://www.digg.se/tdosanmalan).",
            "The Agency for Digital Government, Digg, supervises the act. You can"
            " [report lacking accessibility to Digg](https://www.digg.se/tdosanmalan).",
        ),
        part(
            "burden",
            ("Undantag som vore oskäligt betungande", "Exceptions as a disproportionate burden"),
            "Vi gör inga undantag med stöd av 12 § lagen (2018:1937) om tillgänglighet till digital offentlig service.",
            "We make no exceptions under section 12 of the act (2018:1937) on the accessibility of digital public services.",
        ),
        part(
            "outside",
            ("Innehåll som lagen inte gäller", "Content that the act does not cover"),
            "Filer som andra har gjort och som vi varken har betalat eller styr över omfattas inte, enligt 9 § samma lag."
            " Be oss gärna om innehållet i en annan form ändå.",
            "Files made by others, which we have neither paid for nor control, are outside the act by its section 9. Ask us"
            " for the content in another form all the same.",
        ),
    ),
)
