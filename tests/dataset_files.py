"""Small files in the layouts of the data sets. All figures in them are invented; only headings and codes are the publishers'."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.styles import Font

SIPRI_HEAD = (
    "Transfers of major conventional arms from All countries  to All countries . Deals for year range '2000' to '2030' \n"
    + "A line about the data.\n" * 7
    + "\nSource: SIPRI Arms Transfers Database (c) SIPRI.\nData generated: 3 Jan 2025 9:16:02 PM\n"
)
DELIVERIES = (
    SIPRI_HEAD
    + "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is estimate,"
    "Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,SIPRI estimate,"
    "TIV deal unit,TIV delivery values,Local production\n"
    "1,Turkiye,Kazakhstan,X-1,armed UAV,Aircraft,2019,No,4,Yes,2021,Yes,New,3,3,12,No\n"
    '2,Soviet Union,Afghanistan,X-2 -,"gun, towed",Artillery,1979,No,10,No,1980,No,New,0.1,0.1,,Yes\n'
    "3,unknown supplier(s),Houthi rebels (Yemen)*,X-3,SAM,Missiles,2015,No,1,No,2016,No,New,0.1,0.1,0,No\n"
    "4,Ruritania,Uzbekistan,X-4,radar,Sensors,2015,No,1,No,2016,No,New,5,5,5,No\n"
    "5,Turkiye,Kazakhstan,too few fields\n"
)
ORDERS = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
    'Kazakhstan,Spain,2017,?,9,?,Y-1,transport aircraft,8,?,2018; 2019; 2021,New,"part of a deal, see below",5,45,40\n'
    "Kazakhstan,Spain,2022,,,,Y-2,radar,0,,,New,,3,,0\n"
    "Tajikistan,Russia,soon,,1,,Y-3,tank,1,,2019,New,,3,3,3\n"
    "Tajikistan,Russia,2019,,1,,Y-4\n"
)
REGISTER = (
    "Transfers of major weapons: Deals with deliveries or orders made for 1990 to 2012\n"
    "Supplier/\t\t\tWeapon\tYear\tYear(s) of\tNo.\n"
    "recipient (R)\tNo. ordered\tdesignation\tdescription\tof order\tdeliveries\tdelivered\tComments\n"
    "\n"
    "Russia\n"
    "R: Kazakhstan\t(10)\tZ-1\tHelicopter\t(2004)\t2005-2006\t(9)\tFor border guard\n"
    "\t2\tZ-2\tAPC\t2007\t2008\t2\t\n"
    "L: India\t5\tZ-3\tTank\t2001\t\t\tLicensed\n"
    "\n"
    "Ukraine\n"
    "R: Georgia\t3\tZ-4\tSAM system\t2006\t2007\t3\n"
    "\t3\tZ-5\tno years at all\n"
)
TIV = (
    "TIV of arms imports to Kazakhstan, 2018-2021\nGenerated: 05 May 2022\n"
    "Figures are SIPRI Trend Indicator Values (TIVs) expressed in millions.\n\n"
    ",2018,2019,2020,2021,Total\nRussia,100,,0,7,107\nSpain,,3,,,3\nTotal,100,3,0,7,110\n"
)
ATOP = (
    "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
    "705.0,365.0,1999.0,1.0,0.0,0.0,1.0,1.0\n365.0,365.0,1980.0,0.0,0.0,0.0,0.0,0.0\n705,9999,1999,1,0,0,-9,0\n"
)
IGO = "ccode,year,state,UN,SCO,AAAID,WTO\n705,2001,KZK,1,1,-1,3\n705,2002,KZK,1,1,0,-9\n702,2001,TAJ,2,1,5,0\n"
IDEAL = (
    "Row,ccode,session,NVotes,IdealPoint,QO%,Q5%,Q10%,Q50%,Q90%,Q95%,Q100%,iso3c,Countryname\n"
    "1,705,47,60,-0.25,-0.9,-0.5,-0.4,-0.25,0,0.1,0.4,KAZ,Kazakhstan\n2,365,40,60,NA,,,,,,,,RUS,Russia\n"
    "3,437,1,10,1.5,1,1.1,1.2,1.5,1.8,1.9,2,CIV,Côte d'Ivoire\n"
)
VOTES = (
    "rcid,ccode,session,member,vote,Country,year,date,unres,short\n"
    '7001,705,74,1,1,KZ,2019,2019-12-05,A/RES/74/1,"A title, with a comma"\n'
    "7001,365,74,1,3,RU,2019,2019-12-05,A/RES/74/1,A title\n7001,2,74,1,2,US,2019,2019-12-05,A/RES/74/1,A title\n"
    "7002,2,74,1,8,US,2019,2019-12-06,A/RES/74/2,\n7002,705,74,0,9,KZ,2019,2019-12-06,A/RES/74/2,\n7002,2,74,1,5,US,2019,2019-12-06,,\n"
)
WORLD_BANK = (
    '\ufeff"Data Source","World Development Indicators",\n\n"Last Updated Date","2024-06-28",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2020","2021","2022",\n'
    '"Kazakhstan","KAZ","GDP (current US$)","NY.GDP.MKTP.CD","100","","120.5",\n'
    '"World","WLD","GDP (current US$)","NY.GDP.MKTP.CD","1000","1001","1002",\n'
)
WORLD_BANK_JSON = json.dumps(
    [
        {"page": 1, "pages": 1, "per_page": 50, "total": 3, "lastupdated": "2024-06-28"},
        [
            {
                "indicator": {"id": "SP.POP.TOTL", "value": "Population, total"},
                "country": {"id": "KZ", "value": "Kazakhstan"},
                "countryiso3code": "KAZ",
                "date": year,
                "value": value,
                "unit": "",
                "obs_status": status,
                "decimal": 0,
            }
            for year, value, status in (("2020", 10, ""), ("2021", None, ""), ("2030", 12.5, "F"))
        ],
    ]
)
COMTRADE = (
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc,partnerCode,"
    "partnerISO,partnerDesc,cmdCode,cmdDesc,netWgt,isNetWgtEstimated,cifvalue,fobvalue,primaryValue,legacyEstimationFlag\n"
    'C,A,20210101,2021,52,2021,398,KAZ,Kazakhstan,M,Import,156,CHN,China,8542,"Circuits, electronic",70,true,900,,900,4\n'
    "C,M,20210501,2021,5,202105,842,USA,USA,X,Export,398,KAZ,Kazakhstan,TOTAL,All Commodities,,false,,500,500,0\n"
    "C,A,20210101,2021,52,2021,398,KAZ,Kazakhstan,RX,Re-export,643,RUS,Russian Federation,84,Machines,5,false,,10,10,0\n"
)
BACI = "t,i,j,k,v,q\n2021,398,156,270900,1500.5,20\n2021,842,398,10121,2,        NA\n2021,398,998,10121,2,1\n"
DOTS = (
    '"Country Name","Country Code","Indicator Name","Indicator Code","Counterpart Country Name","Counterpart Country Code",'
    '"Time Period","Value","Status"\n'
    '"Kazakhstan, Rep. of","916","Goods, Value of Exports, Free on board (FOB), US Dollars","TXG_FOB_USD","China, P.R.: Mainland",'
    '"924","2021Q2","700","E"\n'
    '"Kazakhstan, Rep. of","916","Goods, Value of Imports, CIF, US Dollars","TMG_CIF_USD","World","001","2021","900",""\n'
)
DOTS_WIDE = (
    '"Country Name","Country Code","Indicator Name","Indicator Code","Counterpart Country Name","Counterpart Country Code","Attribute","2020","2021M5",\n'
    '"Kazakhstan, Rep. of","916","Goods, Value of Exports, FOB, US Dollars","TXG_FOB_USD","Russian Federation","922","Value","1","2",\n'
    '"Kazakhstan, Rep. of","916","Goods, Value of Exports, FOB, US Dollars","TXG_FOB_USD","Russian Federation","922","Status","","E",\n'
)


def gdelt_row(width: int, **given: str) -> str:
    """A row of GDELT of 57, 58 or 61 columns, empty but for the columns given."""
    from tarazy.datasets.sources.gdelt import _WIDTHS

    return "\t".join(given.get(name, "") for name in _WIDTHS[width])


def gdelt(width: int) -> str:
    rows = (
        {"Actor1CountryCode": "KAZ", "Actor1Name": "KAZAKHSTAN", "Actor2CountryCode": "RUS", "EventCode": "0312"},
        {"Actor1Name": "UNITED NATIONS", "Actor1KnownGroupCode": "UNO", "Actor2CountryCode": "KAZ", "EventCode": "042"},
        {"Actor1Name": "FISHERMAN", "EventCode": "190"},
        {"EventCode": "010"},
        {"Actor1CountryCode": "KAZ", "EventCode": "---"},
    )
    shared = {"SQLDATE": "20200131", "GoldsteinScale": "-2.5", "NumSources": "1", "NumArticles": "4"}
    return "".join(gdelt_row(width, GLOBALEVENTID=str(n), **shared, **row) + "\n" for n, row in enumerate(rows))


POLECAT = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\t"
    "Primary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\t"
    "Recipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\n"
    "a1\t2022-03-04\tCONSULT\tvisit\t1.5\tVERBAL COOPERATION\tdiplomatic\tKazakhstan\tKAZ\t705\tGOV\tGOV\t\tToqaev\t\tUzbekistan; Turkey\tUZB; TUR\t704; 640\tGOV\tGOV\t\tMirziyoyev\n"
    "a2\t2022-03-05\tPROTEST\tdemo\t-3\tVERBAL CONFLICT\tNone\tFishermen\tNone\tNone\tCVL\tCVL\t\tfishermen\t\tNone\tNone\tNone\t\t\t\t\n"
)
ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
    "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,location,latitude,longitude,notes,fatalities\n"
    'KGZ1,16 September 2022,2022,1,Political violence,Battles,Armed clash,Military Forces of Kyrgyzstan (2021-),,1,"Police Forces of Tajikistan (1994-) Border Guards",,1,11,,417,Caucasus and Central Asia,Kyrgyzstan,Batken,Ak-Sai,39.9,70.4,"A note, with ""quotes"" and\na second line.",3\n'
    "KAZ2,2022-01-05,2022,3,Demonstrations,Protests,Peaceful protest,Protesters (Kazakhstan),,6,,,,60,,398,Caucasus and Central Asia,Kazakhstan,Almaty,Almaty,43.2,76.9,None,0\n"
    "KGZ3,2022-09-19,2022,1,Strategic developments,Strategic developments,Agreement,Government of Kyrgyzstan (2021-),,1,Government of Tajikistan (1994-),,1,11,,417,Caucasus and Central Asia,Kyrgyzstan,Batken,Batken,39.9,70.4,None,0\n"
)
AIDDATA = (
    "Recipient,Recipient ISO-3,Commitment Year,Flow Class,Amount (Constant USD 2021)\n"
    'Kazakhstan,KAZ,2015,OOF-like,"1,500,000"\nTajikistan,TJK,2016,ODA-like,200\n"Asia, regional",,2016,Vague,50\nTajikistan,TJK,2017,ODA-like,\n'
)
VDEM = (
    "country_name,country_text_id,country_id,year,v2x_polyarchy,v2x_polyarchy_codelow,v2x_polyarchy_codehigh,v2x_regime\n"
    "Kazakhstan,KAZ,121,2020,0.2,0.15,0.25,1\nSouth Yemen,YMD,23,1985,,,,0\nSomaliland,SML,139,2020,0.4,0.3,0.5,1\n"
)


def milex() -> bytes:
    """A workbook with a sheet of notes and two of figures; estimates in blue and red type."""
    book = Workbook()
    book.active.title = "Front page"
    book.active["A1"] = "Figures in blue are SIPRI estimates. Figures in red indicate highly uncertain data."
    for title, factor in (("Constant (2022) US$", 1.0), ("Share of GDP", 0.0001)):
        sheet = book.create_sheet(title)
        sheet.append([f"Military expenditure by country, {title}"])
        sheet.append([])
        sheet.append(["Country", None, "Notes", 2019, 2020, 2021, 2022])
        sheet.append(["Asia & Oceania"])
        sheet.append(["Central Asia"])
        sheet.append(["Kazakhstan", None, "a note", 1000 * factor, 1100.5 * factor, ". .", 1200 * factor])
        sheet.append(["Yugoslavia", None, None, "xxx", "xxx", "xxx", "xxx"])
        sheet.append(["Turkmenistan", None, None, "...", 10 * factor, 20 * factor, "..."])
        sheet["E6"].font = Font(color="FF0000FF")
        sheet["F8"].font = Font(color="FFFF0000")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FILES: dict[str, tuple[str, str, Callable[[], str | bytes]]] = {
    "deliveries": ("sipri-deliveries", "deliveries.csv", lambda: DELIVERIES),
    "orders": ("sipri-orders", "orders.csv", lambda: ORDERS),
    "register": ("sipri-register", "register.txt", lambda: REGISTER),
    "tiv": ("sipri-tiv", "TIV-Import-KAZ-2018-2021.csv", lambda: TIV),
    "milex": ("sipri-milex", "milex.xlsx", milex),
    "atop": ("atop", "atop.csv", lambda: ATOP),
    "igo": ("igo", "state_year_format3.csv", lambda: IGO),
    "ideal": ("un-ideal-points", "ideal.csv", lambda: IDEAL.encode("latin-1")),
    "votes": ("un-votes", "UNVotes.csv", lambda: VOTES),
    "world-bank": ("world-bank", "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.csv", lambda: WORLD_BANK),
    "world-bank-json": ("world-bank-json", "SP.POP.TOTL.json", lambda: WORLD_BANK_JSON),
    "comtrade": ("comtrade", "TradeData.csv", lambda: COMTRADE),
    "baci": ("baci", "BACI_HS17_Y2021.csv", lambda: BACI),
    "dots": ("imf-dots", "DOT.csv", lambda: DOTS),
    "dots-wide": ("imf-dots", "DOT_wide.csv", lambda: DOTS_WIDE),
    "gdelt1": ("gdelt", "20200131.export.CSV", lambda: gdelt(58)),
    "gdelt2": ("gdelt", "20200131000000.export.CSV", lambda: gdelt(61)),
    "polecat": ("polecat", "ngecEvents.txt", lambda: POLECAT),
    "acled": ("acled", "acled.csv", lambda: ACLED),
    "aiddata": ("aiddata", "aiddata.csv", lambda: AIDDATA),
    "vdem": ("vdem", "V-Dem-CY.csv", lambda: VDEM),
}
