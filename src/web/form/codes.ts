/** ISO 3166-1 alpha-2: what can be chosen where a country is asked for. */
export const countryCodes: readonly string[] = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD ' +
  'CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF ' +
  'GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN ' +
  'KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA ' +
  'NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI ' +
  'SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI ' +
  'VN VU WF WS YE YT ZA ZM ZW'
).split(' ')

/** Organisations that have a code of ICAO 9303 or ISO 3166, for where a State or an organisation is asked for. */
export const organisationCodes: readonly string[] =
  'EU UN EUE UNO UNA UNK XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO'.split(' ')

/** Scripts (ISO 15924) in which names of persons are written today; one that is already there and is none of them stays. */
export const scriptCodes: readonly string[] = (
  'Arab Armn Beng Cyrl Deva Ethi Geor Grek Gujr Guru Hang Hani Hans Hant Hebr Jpan Kana Khmr Knda Kore Laoo Latn Mlym Mong ' +
  'Mymr Nkoo Orya Sinh Syrc Taml Telu Tfng Thaa Thai Tibt'
).split(' ')

/** Languages that can be chosen by name; what is written in another keeps its own tag. */
export const languageTags: readonly string[] = (
  'am ar az be bg bn bs ca cs da de el en es et eu fa fi fil fr ga gl gu ha he hi hr hu hy id is it ja ka kk km kn ko ku ky ' +
  'lb lo lt lv mg mi mk ml mn mr ms mt my nb ne nl nn om pa pl ps pt rm ro ru rw si sk sl so sq sr sv sw ta te tg th ti tk ' +
  'tr uk ur uz vi wo xh yo zh zh-Hans zh-Hant zu'
).split(' ')
