import type { Confidence } from '../../core/control.ts';
import type { BsonType } from './bson-types.ts';
import { isCardNumber, isIban, isSocialSecurityNumber } from './checksums.ts';
import { type FieldFacts, mainType } from './field-facts.ts';

/** What a sensitive field is about. */
export type Category =
  | 'credential'
  | 'payment card'
  | 'bank account'
  | 'official number'
  | 'e-mail address'
  | 'phone number'
  | 'birth date'
  | "person's name"
  | 'address'
  | 'location'
  | 'health'
  | 'money'
  | 'special category'
  | 'online identifier'
  | 'free text';

/** How applications usually ask for such a field. */
export type UsualQuery = 'equality' | 'range' | 'none';

/** Why a field is held to be sensitive. */
export interface Sensitivity {
  readonly category: Category;
  readonly confidence: Confidence;
  /** Half a sentence: the name says so. */
  readonly because: string;
  readonly query: UsualQuery;
}

interface Kind {
  readonly category: Category;
  /** What the last words of the field's name are. */
  readonly names: RegExp;
  /** True where such a name hardly means anything else. */
  readonly plain?: RegExp;
  readonly types: readonly BsonType[];
  readonly query: UsualQuery;
  readonly value?: { readonly test: (text: string) => boolean; readonly is: string; readonly alone?: Confidence };
  /** Names of this kind that are not asked for. */
  readonly unasked?: RegExp;
}

const TEXT: readonly BsonType[] = ['string', 'binData', 'array'];
const TEXT_OR_NUMBER: readonly BsonType[] = ['string', 'int', 'long', 'binData', 'array'];
const NUMBERS: readonly BsonType[] = ['int', 'long', 'double', 'decimal', 'string', 'object'];
const ANY: readonly BsonType[] = [
  'string',
  'int',
  'long',
  'double',
  'decimal',
  'bool',
  'date',
  'object',
  'array',
  'binData',
];

const TOKEN =
  /^(?:eyJ[\w-]+\.eyJ[\w-]+\.|-----BEGIN [A-Z ]*PRIVATE KEY-----|(?:AKIA|ASIA)[A-Z0-9]{16}$|gh[pousr]_\w{20,}|xox[abpr]-|\$2[aby]\$|\$argon2)/;
const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[a-z]{2,}$/i;
const PHONE = /^(?:\+\d[\d ().-]{6,18}\d|\(\d{2,4}\) ?\d{3}[ -]?\d{3,5}|\d{3}[-. ]\d{3}[-. ]\d{4})$/;
const IP = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const COORDINATES = /^-?\d{1,3}\.\d{3,}$/;

/** In the order in which they are tried: what can be told from less comes last. */
const KINDS: readonly Kind[] = [
  {
    category: 'credential',
    names:
      /(?:password|passwd|pwd|passphrase|secret|api key|apikey|private key|(?:access|refresh|auth|bearer|session|reset|id) token|token|credential|pin code|one time password|otp|recovery code|security answer)/,
    plain: /(?:password|passwd|passphrase|secret|api key|private key|access token|refresh token)/,
    types: [...TEXT, 'object'],
    query: 'none',
    value: { test: (text) => TOKEN.test(text), is: 'tokens, keys or password hashes', alone: 'high' },
  },
  {
    category: 'payment card',
    names:
      /(?:(?:credit|debit|payment|bank) ?card|card number|card no|primary account number|pan|cc number|ccn|cvv|cvv 2|cvc|card (?:verification|security) (?:code|value))/,
    plain: /(?:card number|credit card|cvv|cvc)/,
    types: [...TEXT_OR_NUMBER, 'object'],
    query: 'equality',
    unasked: /(?:cvv|cvc|verification|security)/,
    value: { test: isCardNumber, is: "card numbers by Luhn's sum", alone: 'high' },
  },
  {
    category: 'bank account',
    names: /(?:iban|bban|(?:bank )?account number|account no|bank account|routing number|sort code)/,
    plain: /(?:iban|bank account)/,
    types: [...TEXT_OR_NUMBER, 'object'],
    query: 'equality',
    value: { test: isIban, is: 'IBANs by their check digits', alone: 'high' },
  },
  {
    category: 'official number',
    names:
      /(?:ssn|social (?:security|insurance)|sin number|nino|national insurance|national (?:id|identifier|identity)|tax (?:id|identifier|payer id|number)|taxpayer id|tin|itin|vat id|passport|driver ?s? ?licen[cs]e|driving licen[cs]e|licen[cs]e plate|identity card|id card|personal (?:id|identity) ?(?:number|code)?|personnummer|aadhaar|cpf|bsn|pesel|codice fiscale|(?:insurance|policy|health card|health insurance|medical record|member|patient) (?:number|id)|mrn)/,
    plain: /(?:ssn|social security|passport|national id|tax id|medical record number)/,
    types: TEXT_OR_NUMBER,
    query: 'equality',
    value: { test: isSocialSecurityNumber, is: 'US social security numbers', alone: 'medium' },
  },
  {
    category: 'e-mail address',
    names: /(?:e ?mail(?: ?address)?)/,
    types: TEXT,
    query: 'equality',
    value: { test: (text) => EMAIL.test(text), is: 'e-mail addresses', alone: 'high' },
  },
  {
    category: 'phone number',
    names: /(?:phone|telephone|tel|mobile|cell ?phone|cell|fax|msisdn)/,
    types: TEXT_OR_NUMBER,
    query: 'equality',
    value: { test: (text) => PHONE.test(text), is: 'phone numbers', alone: 'medium' },
  },
  {
    category: 'birth date',
    names: /(?:birth ?(?:date|day)|date of birth|dob|born(?: on)?|birth year|year of birth|age)/,
    plain: /(?:birth|dob)/,
    types: ['date', 'string', 'int', 'long'],
    query: 'range',
  },
  {
    category: "person's name",
    names:
      /(?:(?:first|last|middle|family|given|full|maiden|legal|birth|display|nick|person|patient|customer|employee|contact|cardholder|account holder|beneficiary|mother s maiden) ?name|surname|forename|fname|lname)/,
    types: ['string', 'object', 'array'],
    query: 'equality',
  },
  {
    category: 'address',
    names:
      /(?:(?<!e ?mail )(?<!ip )(?<!mac )(?<!wallet )(?<!web )(?:(?:home|street|postal|mailing|billing|shipping|delivery|residential|business)? ?address)|street|street name|house number|(?:post|postal|zip) ?code|zip)/,
    types: [...TEXT_OR_NUMBER, 'object'],
    query: 'none',
  },
  {
    category: 'location',
    names: /(?:latitude|longitude|lat|lng|lon|gps|geo ?location|coordinates|last location|current location)/,
    types: ['double', 'decimal', 'string', 'array', 'object'],
    query: 'none',
    value: { test: (text) => COORDINATES.test(text), is: 'coordinates' },
  },
  {
    category: 'health',
    names:
      /(?:diagnos(?:is|es|tics?)|medical (?:record|history|condition|data|note)|health (?:record|status|data|condition)|patient record|medication|prescription|allerg(?:y|ies)|blood (?:type|group|pressure)|disease|illness|symptom|treatment|icd(?: ?\d+)?(?: code)?|hiv(?: status)?|pregnan(?:t|cy)|disabilit(?:y|ies)|vaccination|immunization|lab result|genetic(?:s| data)?|dna)/,
    types: ANY,
    query: 'none',
  },
  {
    category: 'money',
    names:
      /(?:salary|(?:annual|gross|net|monthly|household)? ?income|wage|compensation|remuneration|bonus|(?:account |current |available )?balance|net worth|credit (?:score|limit|rating))/,
    types: NUMBERS,
    query: 'range',
  },
  {
    category: 'special category',
    names:
      /(?:race|ethnicity|ethnic (?:origin|group)|religion|religious belief|political (?:party|opinion|view|affiliation)|sexual orientation|gender(?: identity)?|sex|union member(?:ship)?|trade union|biometrics?|fingerprint|face (?:id|print)|voice print|iris scan|criminal record|nationality|citizenship|marital status)/,
    types: ANY,
    query: 'none',
  },
  {
    category: 'online identifier',
    names:
      /(?:ip(?: ?v ?[46])?(?: address)?|(?:client|remote|source|user) ip|mac address|imei|imsi|advertising id|device fingerprint)/,
    types: TEXT,
    query: 'equality',
    value: { test: (text) => IP.test(text), is: 'IP addresses', alone: 'low' },
  },
  {
    category: 'free text',
    names: /(?:notes?|comment|remark|memo|free ?text|message|description|biography|bio)/,
    types: ['string', 'array', 'object'],
    query: 'none',
  },
];

/** Words that may follow such a name and change nothing: card number 2, password hash. */
const TAIL = '(?:s|es)?(?: (?:number|no|nr|num|value|text|string|hash|hashed|line|primary|secondary|raw|\\d+))*$';

/** Owners of a field that is simply called name. */
const PERSONS =
  /(?:^| )(?:patient|customer|client|user|employee|person|people|contact|owner|holder|member|student|passenger|guest|buyer|subscriber|beneficiary|doctor|child|parent|spouse)s?$/;

const ANCHORED = new Map(KINDS.map((kind) => [kind, new RegExp(`(?:^| )${kind.names.source}${TAIL}`)] as const));

/** How many of the values must look so. */
const MOST = 0.8;
/** Fewer values than this may look so by chance: what rests on them alone is no more than likely. */
const ENOUGH_VALUES = 3;

/** What a field is about and how sure that is, by its name, its type and the pattern of its values; undefined where nothing speaks for it. */
export function detectSensitivity(facts: FieldFacts): Sensitivity | undefined {
  const type = mainType(facts);
  if (facts.path === '_id' || facts.path.startsWith('_id.')) return undefined;
  const words = wordsOf(facts.path);
  for (const kind of KINDS) {
    const fits = type === undefined || kind.types.includes(type);
    const named = fits && (ANCHORED.get(kind)?.test(words.leaf) === true || isNameOfPerson(kind, words));
    const share = valueShare(kind, facts);
    const valued = share !== undefined && share >= MOST;
    if (!named && !(valued && kind.value?.alone !== undefined)) continue;
    const query = kind.unasked?.test(words.leaf) === true ? 'none' : kind.query;
    return {
      category: kind.category,
      query,
      confidence: confidenceOf(kind, words.leaf, named, share, facts.values.length),
      because: reasonOf(kind, named, valued),
    };
  }
  return undefined;
}

function confidenceOf(
  kind: Kind,
  leaf: string,
  named: boolean,
  share: number | undefined,
  valueCount: number,
): Confidence {
  const valued = share !== undefined && share >= MOST;
  if (!named) {
    const alone = kind.value?.alone ?? 'low';
    return alone === 'high' && valueCount < ENOUGH_VALUES ? 'medium' : alone;
  }
  if (kind.category === 'free text') return 'low';
  if (valued || kind.plain?.test(leaf) === true) return 'high';
  // The name says so, and not one value looks so.
  return share === 0 && kind.value?.alone === 'high' && kind.category !== 'credential' ? 'low' : 'medium';
}

function reasonOf(kind: Kind, named: boolean, valued: boolean): string {
  if (named && valued) return `its name says so and its values are ${kind.value?.is}`;
  return named ? 'its name says so' : `its values are ${kind.value?.is}`;
}

function isNameOfPerson(kind: Kind, { leaf, parent }: { readonly leaf: string; readonly parent: string }): boolean {
  return kind.category === "person's name" && /^name$/.test(leaf) && PERSONS.test(parent);
}

/** How many of the values look so; undefined where none was seen. */
function valueShare({ value }: Kind, { values }: FieldFacts): number | undefined {
  if (value === undefined || values.length === 0) return undefined;
  return values.filter(value.test).length / values.length;
}

/** The name of a field and of what it lies in, as words: `homePhone_2` is "home phone 2". */
export function wordsOf(path: string): { readonly leaf: string; readonly parent: string } {
  const parts = path.split('.').map((part) =>
    part
      .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
      .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
      .replaceAll(/([a-zA-Z])(\d)/g, '$1 $2')
      .replaceAll(/[^a-zA-Z\d]+/g, ' ')
      .trim()
      .toLowerCase(),
  );
  return { leaf: parts.at(-1) ?? '', parent: parts.at(-2) ?? '' };
}
