import type { Problem } from '../../core/failure.ts';
import { optionProblem } from '../choose.ts';
import { type Setup, type Values, VENDOR_NAMES, type Vendor } from './setup.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Atlas takes 50 characters (createFederationSettingIdentityProvider). */
const MOST_NAME = 50;

/** Options that only some vendors have a use for. */
const ONLY_FOR: Readonly<Record<'tenant' | 'oidc-issuer' | 'client-id', readonly Vendor[]>> = {
  tenant: ['entra'],
  'oidc-issuer': ['okta', 'ping', 'entra'],
  'client-id': ['okta', 'ping', 'entra'],
};

/** Options that only people's clients have a use for. */
const ONLY_FOR_PEOPLE = ['scope', 'device-flow'] as const;

/** What was asked for; undefined where that cannot be told, with every problem of it. */
export function setupOf(values: Values, orgId: string, problems: Problem[]): Setup | undefined {
  const { 'identity-provider': vendor, for: purpose = vendor === 'google' ? 'workload' : 'workforce' } = values;
  if (vendor === undefined) {
    problems.push(
      optionProblem(
        'Could not tell whose tokens Atlas shall trust.',
        'No identity provider was named.',
        'Add --identity-provider okta, entra, ping or google.',
      ),
    );
    return undefined;
  }
  const { group = [], subject = [], name = `${VENDOR_NAMES[vendor]} ${purpose}` } = values;
  const setup: Setup = {
    vendor,
    purpose,
    name,
    authorization: group.length > 0 || (subject.length === 0 && purpose === 'workforce') ? 'GROUP' : 'USER',
    principals: group.length > 0 ? group : subject,
    userClaim: values['user-claim'] ?? 'sub',
    withDeviceFlow: values['device-flow'] === true,
    scopes: values.scope ?? [],
    tenant: values.tenant,
    issuer: values['oidc-issuer'],
    clientId: values['client-id'],
    audience: values.audience,
    ownAudience: `mongodb-atlas-${orgId}`,
  };
  problems.push(
    ...purposeProblems(setup),
    ...uselessOptions(setup, values),
    ...valueProblems(setup),
    ...missingProblems(setup),
    ...principalProblems(setup, values),
  );
  return setup;
}

function purposeProblems({ vendor, purpose }: Setup): readonly Problem[] {
  if (vendor !== 'google' || purpose === 'workload') return [];
  return [
    optionProblem(
      'People cannot log in to databases with Google by group.',
      'Google Workspace puts no groups into the tokens of OpenID Connect.',
      'Use --for workload for programs; let people sign in to Atlas with SAML, or to databases through another provider.',
    ),
  ];
}

function uselessOptions({ vendor, purpose }: Setup, values: Values): readonly Problem[] {
  const useless = [
    ...Object.entries(ONLY_FOR).flatMap(([option, vendors]) =>
      values[option as keyof typeof ONLY_FOR] !== undefined && !vendors.includes(vendor) ? [option] : [],
    ),
    ...(purpose === 'workload' ? ONLY_FOR_PEOPLE.filter((option) => values[option] !== undefined) : []),
    // Programs of Okta and PingOne are known by the issuer and the audience alone.
    ...(purpose === 'workload' && (vendor === 'okta' || vendor === 'ping') && values['client-id'] !== undefined
      ? ['client-id']
      : []),
  ];
  return useless.map((option) =>
    optionProblem(
      `--${option} has no effect here.`,
      `${VENDOR_NAMES[vendor]} for ${purpose === 'workforce' ? 'people' : 'programs'} does not need it.`,
      'Leave it out.',
    ),
  );
}

function valueProblems({ vendor, name, tenant, issuer, clientId }: Setup): readonly Problem[] {
  return [
    ...(name === '' || name.length > MOST_NAME
      ? [
          optionProblem(
            `"${name}" cannot be the provider’s name.`,
            `Atlas takes 1 to ${MOST_NAME} characters.`,
            'Choose another --name.',
          ),
        ]
      : []),
    ...(tenant !== undefined && !GUID.test(tenant)
      ? [
          optionProblem(
            `"${tenant}" is no tenant’s id.`,
            'It is not of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.',
            'Copy it from the tenant’s overview.',
          ),
        ]
      : []),
    ...(vendor === 'entra' && clientId !== undefined && !GUID.test(clientId)
      ? [
          optionProblem(
            `"${clientId}" is no application’s id.`,
            'It is not of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.',
            'Copy the application (client) id from its overview.',
          ),
        ]
      : []),
    ...(issuer !== undefined && (!/^https:\/\/[^\s/?#]+[^\s?#]*$/.test(issuer) || issuer.includes('/.well-known'))
      ? [
          optionProblem(
            `"${issuer}" cannot be an issuer.`,
            'An issuer is an https URL without a query, and without /.well-known/openid-configuration.',
            'Copy the value of issuer from the provider’s metadata.',
          ),
        ]
      : []),
  ];
}

/** What an application that exists already must be named by. */
function missingProblems({ vendor, purpose, tenant, issuer, clientId }: Setup): readonly Problem[] {
  const missing = (what: string, why: string, fix: string) => [optionProblem(what, why, fix)];
  if (vendor === 'entra' && clientId !== undefined && tenant === undefined && issuer === undefined)
    return missing('Could not tell the issuer of the tokens.', 'It follows from the tenant.', 'Add --tenant ID.');
  if (vendor === 'ping' && purpose === 'workload' && issuer === undefined)
    return missing(
      'Could not tell the issuer of the tokens.',
      'It follows from the environment in PingOne.',
      'Add --oidc-issuer https://auth.pingone.com/ENVIRONMENT/as.',
    );
  if (
    purpose === 'workforce' &&
    clientId !== undefined &&
    issuer === undefined &&
    (vendor === 'okta' || vendor === 'ping')
  )
    return missing(
      'Could not tell the issuer of the tokens.',
      'The application exists, and its issuer was not named.',
      'Add --oidc-issuer URL.',
    );
  if (vendor === 'okta' && purpose === 'workforce' && clientId === undefined && issuer !== undefined)
    return missing(
      'Could not tell which application the people use.',
      'The authorization server exists, and the application was not named.',
      'Add --client-id ID, or leave --oidc-issuer out to make both.',
    );
  return [];
}

function principalProblems(
  { vendor, purpose }: Setup,
  { group = [], subject = [], grant = [], cluster }: Values,
): readonly Problem[] {
  const named = group.length + subject.length > 0;
  return [
    ...(group.length > 0 && subject.length > 0
      ? [
          optionProblem(
            'A provider admits either groups or single people and programs.',
            'Both --group and --subject were given.',
            'Leave one of them out; a second provider can do the other.',
          ),
        ]
      : []),
    ...(named && grant.length === 0
      ? [
          optionProblem(
            'Could not write the database users.',
            'Nothing was said of what they may do.',
            'Add --grant ROLE@DB, for example read@shop.',
          ),
        ]
      : []),
    ...(!named && (grant.length > 0 || cluster !== undefined)
      ? [
          optionProblem(
            'Could not write the database users.',
            'Nobody was named.',
            'Add --group NAME, or --subject ID.',
          ),
        ]
      : []),
    ...[...group, ...subject]
      .filter((one, position, all) => all.indexOf(one) !== position)
      .map((one) =>
        optionProblem(`"${one}" is named twice.`, 'Two database users cannot have one name.', 'Name each once.'),
      ),
    ...(vendor === 'entra'
      ? [...group, ...(purpose === 'workload' ? subject : [])].filter((one) => !GUID.test(one)).map(notAnObjectId)
      : []),
    ...(vendor === 'google'
      ? [
          ...group.map((one) =>
            optionProblem(
              `Could not admit the group "${one}".`,
              'Google puts no groups into the tokens of service accounts.',
              'Name each service account with --subject.',
            ),
          ),
          ...subject.filter((one) => !/^\d{5,30}$/.test(one)).map(notAUniqueId),
        ]
      : []),
  ];
}

function notAnObjectId(text: string): Problem {
  return optionProblem(
    `"${text}" is no object id.`,
    'Tokens of Entra ID carry object ids, not names.',
    'Copy the object id: `az ad group show --group NAME --query id`, or that of the managed identity.',
  );
}

function notAUniqueId(text: string): Problem {
  return optionProblem(
    `"${text}" is no unique id of a service account.`,
    'Google’s tokens carry the unique id, a number, not the address.',
    "Ask for it: `gcloud iam service-accounts describe ACCOUNT --format 'value(uniqueId)'`.",
  );
}
