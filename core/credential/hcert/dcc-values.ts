/*
 * What the value sets of the EU DCC allow (eHealth Network, Value Sets for EU Digital COVID Certificates). Sets
 * that grew with every new vaccine and test are asked for their form, not for their members: a list that ends
 * today would call tomorrow's genuine certificate wrong.
 */

/** ISO 3166-1 alpha-2, the 249 assigned codes, and XK as the value set has it. */
const COUNTRIES: ReadonlySet<string> = new Set(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
  CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
  GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO
  JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR
  MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO
  RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV
  TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK`.split(/\s+/),
);

/** A country that exists, or an organisation that issues as one, three to ten capitals (`UNHCR`). */
export const isCountry = (text: string): boolean =>
  text.length === 2 ? COUNTRIES.has(text) : /^[A-Z]{3,10}$/.test(text);

/** COVID-19 in SNOMED CT: the one disease of the set. */
export const isDisease = (text: string): boolean => text === '840539006';

/** A SNOMED CT identifier. */
const isSnomed = (text: string): boolean => /^[1-9]\d{5,17}$/.test(text);

/** Kind of vaccine: SNOMED CT, or a code of the ATC classification (`J07BX03`). */
export const isVaccine = (text: string): boolean => isSnomed(text) || /^[A-Z]\d{2}[A-Z]{2}\d{2}$/.test(text);

/** A product: a marketing authorisation of the Union (`EU/1/20/1528`), or a name where there is none. */
export const isProduct = (text: string): boolean =>
  text.startsWith('EU/') ? /^EU\/\d\/\d{2}\/\d{3,5}$/.test(text) : /^\S.{0,79}$/u.test(text);

/** Who holds the authorisation: nine digits of the EMA's organisation list, or a name where there are none. */
export const isManufacturer = (text: string): boolean =>
  text.startsWith('ORG-') ? /^ORG-\d{9}$/.test(text) : /^\S.{0,79}$/u.test(text);

/** Kind of test: a LOINC part or term (`LP6464-4`, `94504-8`). */
export const isTestType = (text: string): boolean => /^(LP)?\d{1,7}-\d$/.test(text);

/**
 * Number of a rapid test in the common list of the Union (JRC database of test devices). Numbers were given one
 * after the other from 1; the list was closed with the last below 5000.
 */
export const isTestDevice = (text: string): boolean => /^[1-9]\d{0,3}$/.test(text) && Number(text) < 5000;

/** Result of a test: SNOMED CT. */
export const isTestResult = isSnomed;

/**
 * Identifier of a certificate (eHealth Network, Guidelines on interoperability of vaccination certificates, annex
 * 2): version, country, then issuer and opaque parts and perhaps a check character behind `#`. Issuers write it
 * with and without `URN:UVCI:`, with `:` or `/` or nothing between the parts, in capitals or not.
 */
export const isUvci = (text: string): boolean =>
  text.length <= 80 && /^(URN:UVCI:)?\d{2}:?[A-Z]{2}[A-Z0-9:/+.-]*(#[A-Z0-9:/+.-]?)?$/i.test(text);
