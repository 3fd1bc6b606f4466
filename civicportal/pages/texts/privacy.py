# ruff: noqa: E501 -- a row of a Markdown table is one line, and a sentence is easier to edit whole
"""/integritet/: what article 13 of the General Data Protection Regulation asks the city to tell, short part first."""

from civicportal.pages.texts.kinds import PageText, part, two

ITEMS = (
    "short", "controller", "officer", "purposes", "recipients", "transfers", "retention", "rights", "complaint", "required", "automated",
)  # fmt: skip
"""The parts that the regulation asks for, after a short summary."""

PRIVACY = PageText(
    "integritet",
    two("Dina personuppgifter", "Your personal data"),
    two(
        "Vi använder dina uppgifter för att ta emot, bedöma och svara på det du skickar. Vi säljer dem aldrig.",
        "We use your data to receive, judge and answer what you send. We never sell it.",
    ),
    (
        part(
            "short",
            ("Kort", "In short"),
            """
- Ett utkast är ditt. Det är krypterat, och vi som arbetar på kommunen kan inte läsa det.
- Det du skickar in blir en allmän handling, som andra kan be att få läsa.
- Ditt namn står bara på projektets sida om du har valt det. Annars står det "privatperson".
- Du kan se och hämta dina uppgifter på [din sida](/konto/mina-data/).
""",
            """
- A draft is yours. It is encrypted, and we who work for the municipality cannot read it.
- What you send becomes a public document, which others can ask to read.
- Your name stands on the project's page only if you chose so. Otherwise it says "private person".
- You can see and fetch your data on [your page](/en/konto/mina-data/).
""",
        ),
        part(
            "controller",
            ("Vem ansvarar för uppgifterna", "Who is responsible for the data"),
            "[[authority]] är personuppgiftsansvarig. Skriv till [[email]] eller ring [[phone]].",
            "[[authority]] is the controller. Write to [[email]] or call [[phone]].",
        ),
        part(
            "officer",
            ("Dataskyddsombud", "Data protection officer"),
            "Dataskyddsombudet hjälper dig om du undrar över dina rättigheter: [[dpo]].",
            "The data protection officer helps you with questions about your rights: [[dpo]].",
        ),
        part(
            "purposes",
            ("Vad vi använder uppgifterna till, och varför vi får", "What we use the data for, and why we may"),
            """
| Uppgifter | Till vad | Rättslig grund |
|---|---|---|
| Namn, e-post, telefon och det du skriver i en ansökan | Ta emot, bedöma, besluta, betala ut och följa upp | Uppgift av allmänt intresse, artikel 6.1 e |
| Organisationsnummer och uppgifter om stöd | Kontrollera reglerna om statligt stöd och bokföra | Rättslig förpliktelse, artikel 6.1 c |
| E-postadress och kod vid inloggning | Veta att det är du | Uppgift av allmänt intresse, artikel 6.1 e |
| E-postadress när du bevakar något | Skriva när det händer något | Uppgift av allmänt intresse, artikel 6.1 e. Du slutar när du vill |
| E-postadress när du stöder, frågar om eller anmäler något | Räkna var och en en gång, svara dig | Uppgift av allmänt intresse, artikel 6.1 e. Adressen visas aldrig |
| Ditt namn på ett projekts sida | Visa vem som gör vad | Samtycke, artikel 6.1 a. Du kan ta tillbaka det när som helst |
| Loggar över vem som har läst, ändrat och beslutat | Kunna visa att allt gått rätt till | Rättslig förpliktelse, artikel 6.1 c |
""",
            """
| Data | For what | Legal basis |
|---|---|---|
| Name, e-mail, phone and what you write in an application | Receiving, judging, deciding, paying and following up | Task in the public interest, article 6(1)(e) |
| Organisation number and data on support | Checking the rules on state aid, and accounting | Legal obligation, article 6(1)(c) |
| E-mail address and code when signing in | Knowing that it is you | Task in the public interest, article 6(1)(e) |
| E-mail address when you follow something | Writing when something happens | Task in the public interest, article 6(1)(e). You stop when you want |
| E-mail address when you support, ask about or report something | Counting everybody once, answering you | Task in the public interest, article 6(1)(e). The address is never shown |
| Your name on a project's page | Showing who does what | Consent, article 6(1)(a). You can take it back at any time |
| Logs of who has read, changed and decided | Being able to show that all was done properly | Legal obligation, article 6(1)(c) |
""",
        ),
        part(
            "recipients",
            ("Vilka som får se uppgifterna", "Who gets to see the data"),
            """
De på kommunen som handlägger, bedömer och beslutar ser det de behöver. De som sköter driften av portalen och av
e-posten behandlar uppgifter för vår räkning, enligt avtal. Den som ber om en allmän handling kan få den, om inget i den
är sekretessbelagt.
""",
            """
Those in the municipality who handle, judge and decide see what they need. Those who run the portal and the e-mail for
us process data on our behalf, under an agreement. Whoever asks for a public document can get it, unless something in it
is secret by law.
""",
        ),
        part(
            "transfers",
            ("Länder utanför EU", "Countries outside the EU"),
            "Vi för inte över uppgifter till länder utanför EU och EES.",
            "We do not transfer data to countries outside the EU and EEA.",
        ),
        part(
            "retention",
            ("Hur länge vi sparar", "How long we keep data"),
            """
- **Utkast** tas bort 180 dagar efter den sista ändringen. Vi skriver till dig 14 dagar innan.
- **Ansökningar och beslut** är allmänna handlingar. De sparas eller gallras enligt nämndens dokumenthanteringsplan.
- **Konto** finns tills du avslutar det. Det du har skickat in finns kvar i ärendet.
- **Bevakningar** finns tills du slutar bevaka, och ditt stöd tills du tar tillbaka det.
- **Frågor** som har blivit publika står kvar utan att någon ser vem som frågade. Det du inte bekräftar per e-post glömmer vi inom tre dagar.
- **Inloggningskoder** raderas när de har skickats.
""",
            """
- **Drafts** are removed 180 days after the last change. We write to you 14 days before.
- **Applications and decisions** are public documents. They are kept or purged by the board's document plan.
- **Your account** stays until you close it. What you have sent stays in its case.
- **Follows** stay until you stop following, and your support until you take it back.
- **Questions** that have become public stay without anybody seeing who asked. What you do not confirm by e-mail we forget within three days.
- **Sign-in codes** are wiped once they are sent.
""",
        ),
        part(
            "rights",
            ("Dina rättigheter", "Your rights"),
            """
Du har rätt att få veta vilka uppgifter vi har om dig, att få fel rättade, att i vissa fall få uppgifter raderade eller
användningen begränsad, och att invända mot hur vi använder dem. Ett samtycke kan du ta tillbaka när som helst. Allmänna
handlingar får vi sällan radera, för arkivlagen går först. Vi svarar inom en månad.
""",
            """
You have the right to know what data we hold about you, to have faults corrected, in some cases to have data erased or
its use restricted, and to object to how we use it. You can take back a consent at any time. Public documents we may
seldom erase, because the Archives Act goes first. We answer within a month.
""",
        ),
        part(
            "complaint",
            ("Klaga", "Complaints"),
            "Tycker du att vi gör fel kan du klaga hos [Integritetsskyddsmyndigheten, IMY](https://www.imy.se/).",
            "If you think that we do wrong you can complain to the"
            " [Swedish Authority for Privacy Protection, IMY](https://www.imy.se/en/).",
        ),
        part(
            "required",
            ("Måste du lämna uppgifter?", "Must you give data?"),
            "Nej, men utan namn och ett sätt att nå dig kan vi inte pröva en ansökan. Vilka frågor du måste svara på syns i"
            " formuläret.",
            "No, but without a name and a way to reach you we cannot examine an application. The form shows which questions you"
            " must answer.",
        ),
        part(
            "automated",
            ("Automatiska beslut", "Automated decisions"),
            "Inga beslut fattas av en maskin. Poäng från dem som bedömer är ett underlag, och en namngiven person beslutar.",
            "No decision is made by a machine. Reviewers' scores are a basis, and a named person decides.",
        ),
    ),
)
