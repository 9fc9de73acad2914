"""What the analysis knows by heart about the words of each language.

Found by comparing singular and plural, masculine and feminine of every word of the reference and demo texts
(``tests/search/test_analysis.py`` tries them again).
"""

import re


def _by_heart(*groups):
    """Return word → stem for groups of words that are one to a reader, written "stem: word word"."""
    known = {}
    for group in groups:
        stem, _colon, members = group.partition(":")
        known |= dict.fromkeys([stem, *members.split()], stem)
    return known


#: Words that Snowball splits ("woman", "women"), or joins with others ("university", "universe").
IRREGULAR = {
    "en": _by_heart(
        "woman: women",
        "man: men",
        "child: children",
        "person: persons people peoples",
        "crisis: crises",
        "analysis: analyses",
        "criterion: criteria",
        "index: indices indexes",
        "metropolis: metropolises",
        "wife: wives",
        "university: universities",
        "universe: universes",
        "universal: universally",
        "center: centers centre centres centred centered",
        "program: programs programme programmes programmed",
        "theater: theaters theatre theatres",
        "meter: meters metre metres",
        "license: licence licences licenses licensed",
        "defense: defence defences defenses",
        "catalog: catalogs catalogue catalogues",
        "dialog: dialogs dialogue dialogues",
        "counselling: counseling counsellor counsellors counselor counselors",
        "traveler: travelers traveller travellers",
        "news:",
        "asia:",
        "general: generally",
        "generation: generations",
        "international: internationally",
        "internal: internally",
        "policy: policies",
        "police:",
    ),
    "es": _by_heart(
        "joven: jóvenes",
        "mujer: mujeres",
        "vez: veces",
        "voz: voces",
        "luz: luces",
        "paz: paces",
        "raíz: raíces",
        "juez: jueces jueza juezas",
        "capaz: capaces",
        "eficaz: eficaces",
        "feliz: felices",
        "matriz: matrices",
        "directriz: directrices",
        "niñez: niñeces",
        "metrópoli: metrópolis",
        "hábitat: hábitats",
        "país: países",
        "red: redes",
        "comunidad: comunidades",
        "comunicación: comunicaciones",
        "común: comunes",
        "comida: comidas",
        "asia:",
        "granada:",
        "indicador: indicadores",
        "informe: informes",
        "vacío: vacíos vacía vacías",
        "índice: índices",
        "examen: exámenes",
        "alcalde: alcaldes alcaldesa alcaldesas",
    ),
    "fr": _by_heart(
        "travail: travaux",
        "bail: baux",
        "lieu: lieux",
        "milieu: milieux",
        "enjeu: enjeux",
        "jeu: jeux",
        "voeu: voeux vœu vœux",
        "emploi: emplois",
        "loi: lois",
        "tournoi: tournois",
        "délai: délais",
        "essai: essais",
        "uni: unis unie unies",
        "petit: petits petite petites",
        "divers: diverse diverses",
        "compris: comprise comprises",
        "commune: communes",
        "commun: communs",
        "communication: communications",
        "localité: localités",
        "municipalité: municipalités",
        "donnée: données donnee donnees",
        "visa: visas",
        "cité: cités",
        "religion: religions",
        "partie: parties",
        "parti: partis",
        "sortie: sorties",
        "suivi: suivis suivie suivies",
        "oeil: œil yeux",
        "étranger: étrangers étrangère étrangères",
        "ouvrier: ouvriers ouvrière ouvrières",
        "infirmier: infirmiers infirmière infirmières",
        "planifier: planifie planifient planifié planifiés planifiée planifiées planifiant",
        "publier: publie publient publié publiés publiée publiées publiant",
        "public: publics publique publiques",
        "nouveau: nouveaux nouvel nouvelle nouvelles",
        "écrit: écrits écrite écrites",
        "produit: produits produite produites",
        "gratuit: gratuits gratuite gratuites gratuitement gratuité",
    ),
}


def _split(text):
    return frozenset(text.split())


def _rules(*pairs):
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


#: Endings written in one way before Snowball looks at the word; the first rule that fits is applied.
RULES = {
    "en": _rules(
        (r"^(arm|behavi|col|endeav|fav|harb|hon|hum|lab|neighb|rum|sav|vap|vig)our", r"\1or"),
        (r"(?<=[a-z]{3})is(e|es|ed|er|ers|ing|ation|ations|ational)$", r"iz\1"),
        (r"(?<=[a-z]{3})ys(e|es|ed|ing)$", r"yz\1"),
    ),
    "es": _rules(
        (r"dades$", "dad"),  # ciudades
        (r"(?<=[^\W\d_]{2}[aáeéiíoóuú]r)es$", ""),  # lugares, alquileres
        (r"(?<=[^\W\d_]{2})eras?$", "ero"),  # financiera
        (r"ígenes$", "igen"),  # orígenes
        (r"á(g|rg)enes$", r"a\1en"),  # imágenes, márgenes
        (r"úmenes$", "umen"),
        (r"órdenes$", "orden"),
        (r"(?<=[^\W\d_]{2}[^m])(o|a)s$", r"\1"),  # gobiernos, but trabajamos is a verb
        (r"(?<=ism)os$", "o"),  # organismos
        (r"(?<=[áéíóú][^\W\d_]m)os$", "o"),
        (r"(?<=[áéíóú][^\W\d_]im)os$", "o"),  # últimos, mínimos
        (r"(?<=[^\W\d_]m)as$", "a"),  # normas
    ),
    "fr": _rules(
        (r"(?<=[^\W\d_]{3})ives?$", "if"),
        (r"(?<=[^\W\d_]{3})ifs$", "if"),
        (r"(?<=[^\W\d_]{2})trices?$", "teur"),
        (r"(?<=[^\W\d_]{3})(eurs|euses?)$", "eur"),
        (r"(?<=[^\W\d_]{3})ères?$", "er"),
        (r"(?<=[^\W\d_]{3})ers$", "er"),
        (r"(?<=[^\W\d_]{2})([tuo])s$", r"\1"),  # conflits, revenus, numéros
        (r"(?<=[^\W\d_]{2}[^gq\W\d_])ues?$", "u"),  # élues, but langue
    ),
}

#: Words, folded, that say nothing by themselves; left out of a search when others remain.
STOP_WORDS = {
    "en": _split(
        """a about above after again all also am an and any are as at be because been before being below between both
        but by can could did do does doing down during each for from further had has have having he her here hers him
        his how i if in into is it its itself just like me more most my near no nor not of off on once only or other
        our out over own s same she should so some such t than that the their them then there these they this those
        through to too under until up very was we were what when where which while who whom why will with would you
        your"""
    ),
    "es": _split(
        """a al algo algun alguna algunas alguno algunos ante antes aquel aquella como con contra cual cuales cuando
        cuyo cuya de del desde donde dos durante e el ella ellas ellos en entre era eran es esa esas ese eso esos esta
        estan estas este esto estos fue fueron ha habia han hasta hay la las le les lo los mas me mi mientras muy ni no
        nos nosotros o otra otras otro otros para pero por porque que quien quienes se segun ser si sin sobre son su
        sus tal tambien tan tanto te tiene tienen toda todas todo todos tras tu u un una unas uno unos y ya"""
    ),
    "fr": _split(
        """a afin ai ainsi apres au aucun aucune aussi autre autres aux avant avec avoir c car ce ceci cela celle
        celles celui cent ces cet cette ceux chaque chez ci comme comment d dans de depuis des deux dont du elle elles
        en encore entre es est et etaient etait etant ete etre eu eux font il ils j je jusqu l la le les leur leurs
        lors lorsque lui m ma mais me meme memes mes moins mon n ne ni nos notre nous on ont ou par parce pas pendant
        peu peut plus pour pourquoi qu quand que quel quelle quelles quels qui s sa sans se selon sera ses si sinon
        soit son sont sous sur t ta tandis te tel telle tels tes toi ton tous tout toute toutes tres trop tu un une
        vers vos votre vous y"""
    ),
}
