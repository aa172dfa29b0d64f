"""Facts about names: what Vietnamese names look like, and names that English spells otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from service.checks.reading.text import words

CHINESE_SURNAMES = words(
    "lý vương chu lưu tôn trương hồ ngô tạ dương triệu quách la tống đặng lâm trần mã thái hà cao "
    "tiêu tập hoàng đào phan bạch từ lục diệp khổng hứa đinh tăng lương hàn kim vi ninh"
)
"""Family names that Chinese and Korean persons may have in their Vietnamese reading."""

# Latin-script names as Vietnamese writes them, and the English forms besides them.
EXONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ailen": ("ireland", "irish"),
        "aixolen": ("iceland",),
        "aleksandr": ("alexander",),
        "alger": ("algiers",),
        "algerie": ("algeria",),
        "alsace": ("alsatian",),
        "andalucia": ("andalusia", "andalusian"),
        "arabia": ("saudi", "arab"),
        "argentina": ("argentine",),
        "aten": ("athens",),
        "axit": ("acid", "acids"),
        "bayern": ("bavaria", "bavarian"),
        "bazan": ("basalt",),
        "benedicto": ("benedict",),
        "bengali": ("bengal",),
        "beograd": ("belgrade",),
        "bourgogne": ("burgundy",),
        "brasil": ("brazil",),
        "bretagne": ("brittany", "breton"),
        "bruxelles": ("brussels",),
        "bucuresti": ("bucharest",),
        "bungari": ("bulgaria", "bulgarian"),
        "cacbon": ("carbon",),
        "calabria": ("calabrian",),
        "caledonie": ("caledonia",),
        "campuchia": ("cambodia",),
        "caribe": ("caribbean",),
        "castilla": ("castile", "castilian"),
        "catalan": ("catalonia",),
        "catalonia": ("catalan", "catalans"),
        "catalunya": ("catalonia", "catalan"),
        "comoros": ("comorian",),
        "congo": ("congolese", "drc"),
        "constantinus": ("constantine",),
        "cornwall": ("cornish",),
        "corse": ("corsica", "corsican"),
        "crem": ("kremlin",),
        "czech": ("czechia",),
        "donbass": ("donbas",),
        "dunkerque": ("dunkirk",),
        "eo": ("eu",),
        "euro": ("eur",),
        "firenze": ("florence",),
        "flamand": ("flemish", "flemings"),
        "flanders": ("flemish",),
        "florence": ("florentine",),
        "gana": ("ghana",),
        "geneve": ("geneva",),
        "genova": ("genoa",),
        "gent": ("ghent",),
        "giacobe": ("james", "jacob"),
        "giesu": ("jesus",),
        "gioan": ("john",),
        "gruzia": ("georgia", "georgian", "georgians"),
        "habana": ("havana",),
        "hansa": ("hanseatic",),
        "hanse": ("hanseatic",),
        "haye": ("hague",),
        "iceland": ("icelandic",),
        "indonexia": ("indonesia",),
        "ireland": ("irish",),
        "islam": ("muslim", "muslims", "islamic"),
        "island": ("iceland",),
        "italia": ("italy",),
        "java": ("javanese",),
        "jeanne": ("joan",),
        "kampuchea": ("cambodia",),
        "kavkaz": ("caucasus", "caucasian"),
        "kharkov": ("kharkiv",),
        "kiev": ("kyiv",),
        "kito": ("christian", "christianity"),
        "koln": ("cologne",),
        "kosovo": ("kosovar",),
        "kreta": ("crete",),
        "krym": ("crimea", "crimean"),
        "latinh": ("latin",),
        "latvia": ("latvian",),
        "leste": ("timorese",),
        "liban": ("lebanon", "lebanese"),
        "lisboa": ("lisbon",),
        "litva": ("lithuania",),
        "lombardia": ("lombardy",),
        "madagascar": ("malagasy",),
        "malaixia": ("malaysia",),
        "manche": ("channel",),
        "maroc": ("morocco", "moroccan"),
        "matxcova": ("moscow",),
        "milano": ("milan",),
        "monaco": ("monegasque",),
        "morocco": ("moroccan",),
        "moskva": ("moscow",),
        "mozambique": ("mozambican",),
        "munchen": ("munich",),
        "myanma": ("myanmar",),
        "myanmar": ("burma", "burmese"),
        "napoli": ("naples", "neapolitan"),
        "niger": ("nigerien",),
        "noel": ("christmas",),
        "noen": ("christmas",),
        "normandie": ("normandy", "norman"),
        "nouvelle": ("new",),
        "odessa": ("odesa",),
        "olympic": ("olympics", "olympian", "olympiad", "olympiads"),
        "palestin": ("palestine", "palestinian"),
        "panama": ("panamanian",),
        "peru": ("peruvian",),
        "phanxico": ("francis",),
        "phaolo": ("paul",),
        "phero": ("peter",),
        "philippin": ("filipino", "philippines", "philippine"),
        "philippine": ("filipino", "filipinos", "philippines"),
        "philippines": ("filipino", "filipinos", "filipina", "filipinas", "philippine"),
        "piemonte": ("piedmont",),
        "platon": ("plato",),
        "poland": ("polish",),
        "praha": ("prague",),
        "roma": ("rome",),
        "roman": ("romanesque",),
        "romania": ("romanian",),
        "rumani": ("romania", "romanian", "rumania"),
        "saba": ("sheba",),
        "saint": ("st",),
        "sankt": ("st", "saint"),
        "scotland": ("scottish", "scots"),
        "serbia": ("serb", "serbs"),
        "sevilla": ("seville",),
        "sicilia": ("sicily", "sicilian"),
        "singapo": ("singapore",),
        "slovakia": ("slovak", "slovaks"),
        "st": ("saint",),
        "sydney": ("sydneysider", "sydneysiders"),
        "tchad": ("chad",),
        "thuringen": ("thuringia",),
        "torino": ("turin",),
        "toscana": ("tuscany", "tuscan"),
        "troy": ("trojan",),
        "tuabin": ("turbine", "turbines"),
        "tunisia": ("tunis",),
        "ucraina": ("ukraine", "ukrainian"),
        "ukraina": ("ukraine", "ukrainian"),
        "vatican": ("holy",),
        "venezia": ("venice", "venetian"),
        "venice": ("venetian",),
        "viet": ("vietnam", "vietnamese"),
        "wales": ("welsh",),
        "wallonie": ("wallonia",),
        "warszawa": ("warsaw",),
        "wien": ("vienna",),
        "xri": ("sri",),
        "yemen": ("yemeni",),
        "yesu": ("jesus",),
        "zambia": ("zambian",),
        "zealand": ("zealander", "zealanders"),
    }
)

# Capitalised loan words that may well be translated by another word.
LOAN_WORDS = words(
    "internet web website email video robot taxi container camera karaoke piano logo vaccine "
    "virus online tivi tv radio album fan fans show game games livestream clip photo copy visa "
    "wifi app smartphone laptop blog gara ga bus buýt xe ki lô mét ti euro usd vnd eur yen baht "
    "covid carat inc ltd co corp km kg ha mw kwh ngài"
)

# Vietnamese abbreviations, which English gives in its own words.
VIETNAMESE_ACRONYMS = words(
    "A ĐT P Q T ADN ATGT ATTP ATVSTP BCH BCT BGTVT BHTN BHXH BHYT BNN BQL BQP BS BTC BTL BTV "
    "BTVHU BV BVN BX CA CAND CB CBCNV CBCS CCB CCCD CHDC CHDCND CHQS CHXHCN CLB CMND CN CNCH CNH "
    "CNTT CNVC CNXH CP CQ CS CSB CSGT CSHS CT CTCP CTN CTV CV DN DNNN DS DT GD GDDT GGHB GP GPLX "
    "GS GTVT GV HC HCB HCM HCT HH HHT HLV HN HS HTX HVN KBNN KCN KCNC KCX KH KHCN KN KS KSND KT "
    "KTTV KTXH KTS LHQ LLVT LS MTTQ NCS NCT ND NGND NH NHCS NHNN NHTM NQ NS NSND NSNN NST NSUT "
    "NSX NTM NV NXB PCCC PCT PCTN PGS PHCN PT PTTH PV PTTT QH QK QL QLTT QP QPAN QS SGK SGDCK SH "
    "SV SX TAND TANDTC TB TBT TBXH TC TCN TCT TCTK TD TDTT TGĐ TH THA THCN THCS THPT THS TK TKCN "
    "TL TLC TMCP TN TNGT TNHH TNHS TNMT TNXP TP TPHCM TS TSKH TT TTATGT TTCK TTCP TTCT TTG TTGDTX "
    "TTN TTND TTTM TTXVN TU TV TVE TW TX UBATGTQG UBCK UBKT UBMTTQ UBND UBTV UBTVQH UBTW UV VBPL "
    "VH VHTT VHTTDL VKS VKSND VN VPCP VPTW VPHC VSATTP VSMT XD XH XHCN XHH XK XKLĐ XNC XNK BSCK "
    "BSCKI BSCKII PTT VPĐD ANQP ANTQ ANTT BVMT CBNV CCHC CNHT CSXH CTMTQG DTTS GPMB HCV HSG HSSV "
    "KCB KHKT LNST MXH NHCSXH QLNN SXKD SXNN THADS TNTN TTCN TTHC TTHS TTTT UBDT UBTP VHNT VLXD "
    "XDCB NVCC QNCN STT TNCN UBCKNN ATK"
)

ACRONYM_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "AI": ("artificial",),
        "AP": ("press",),
        "ARN": ("rna",),
        "BTS": ("base",),
        "CCTV": ("camera", "cameras", "surveillance"),
        "DO": ("diesel",),
        "DOC": ("declaration",),
        "EC": ("european",),
        "EU": ("european",),
        "GDP": ("gross",),
        "MTV": ("one",),
        "SEA": ("southeast",),
        "TV": ("television",),
        "SNG": ("cis",),
        "UAE": ("emirates",),
        "UAV": ("drone", "drones", "unmanned"),
        "UK": ("british",),
        "UN": ("nations",),
        "US": ("american", "states"),
        "WB": ("bank",),
    }
)
"""Words that may stand for an acronym besides those with its initials."""

ENDINGS = words(
    "n an ian ans ians ns ese nese lese ish tish ic er ers s es nian vian is ite ites ism ist "
    "ists men e ine us ean eans"
)
"""Endings that make adjectives, persons and plurals of names."""

TAKES_I = (
    "stan", "raq", "ael", "ain", "ait", "men", "atar", "oman", "pal", "gal", "jan", "abia", "desh",
    "jab", "arat", "than",
)  # fmt: skip
"""How names end whose adjective is made with i: Iraqi, Pakistani, Nepali."""

NO_PERSON = frozenset(
    {
        *(("đoàn", nation) for nation in ("việt", "ấn", "ai", "hàn", "nhật", "trung", "thanh")),
        *(("thái", other) for other in ("bình", "lan")),
        ("hà", "lan"),
        ("hồ", "gươm"),
        ("trần", "thế"),
    }
)
"""Places and delegations that begin like a person's name."""

NO_SURNAMES = frozenset({"đoàn", "hồ", "từ"})
"""Family names that are words before a place, too: a delegation, a lake, from."""

AMBIGUOUS_SYLLABLES = words(
    "nam nga anh theo sau khi tuy trong hai ba ga vua sao sang hoa cho do qua tin xe phi con cha "
    "xin thi la va ra tai nay ban na uy sing xanh"
)
"""Vietnamese words without diacritics that may follow a foreign name: "Johannesburg, Nam Phi"."""
