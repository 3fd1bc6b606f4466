"""/om/: what the portal is and what it is not."""

from civicportal.pages.texts.kinds import PageText, part, two

ABOUT = PageText(
    "om",
    two("Om portalen", "About the portal"),
    two(
        "Här möter idéer från dem som bor och verkar i [[city]] stadens pengar, kunskap och tid.",
        "Here ideas from those who live and work in [[city]] meet the city's money, knowledge and time.",
    ),
    (
        part(
            "what",
            ("Vad kan du göra här?", "What can you do here?"),
            """
Du kan söka pengar för att prova en idé, läsa vad andra provar och följa vad det blir av det. Du behöver inget konto för
att läsa, och du kan börja skriva en ansökan innan du loggar in.

Din text sparas medan du skriver. Bara du ser den tills du skickar in.
""",
            """
You can seek money to try an idea, read what others are trying, and follow what becomes of it. You need no account to
read, and you can begin an application before you sign in.

Your text is saved while you write. Only you see it until you send it.
""",
        ),
        part(
            "thread",
            ("Den röda tråden", "The red thread"),
            """
Varje idé har en egen sida med sin historia: hur den började, vem som beslutade, hur mycket pengar den fick och vad som
hände sedan. Vi berättar också om det som inte blev som det var tänkt, för av det lär sig nästa.
""",
            """
Each idea has a page with its story: how it began, who decided, how much money it got and what happened then. We also
tell of what did not turn out as planned, because the next one learns from it.
""",
        ),
        part(
            "promise",
            ("Det här lovar vi", "What we promise"),
            """
- Du ser alltid när du senast får svar.
- En människa läser det du skickar, och en namngiven person beslutar. Ingen maskin beslutar om din idé.
- Du får veta varför, också när svaret är nej.
- Det du lämnar är en allmän handling. Vi säger till innan du skickar.
""",
            """
- You always see the day by which you get an answer.
- A person reads what you send, and a named person decides. No machine decides about your idea.
- You are told why, also when the answer is no.
- What you hand in is a public document. We say so before you send it.
""",
        ),
        part(
            "not",
            ("Vad portalen inte är", "What the portal is not"),
            """
Portalen är inte platsen för medborgarförslag, felanmälan eller överklagande, och den är inte kommunens anslagstavla.
Skriv till [[email]] om du är osäker, så visar vi vägen.
""",
            """
The portal is not the place for a citizen's proposal under the Local Government Act, for reporting a fault in the
street or for an appeal, and it is not the municipality's notice board. Write to [[email]] if you are unsure, and we
show you the way.
""",
        ),
        part(
            "who",
            ("Vem ansvarar?", "Who is responsible?"),
            """
[[authority]] ansvarar för portalen. Den är gjord så att andra städer kan ha en egen.
""",
            """
[[authority]] is responsible for the portal. It is made so that other cities can run their own.
""",
        ),
    ),
)
