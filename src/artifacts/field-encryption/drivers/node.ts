import type { KmsProvider } from '../kms.ts';
import {
  canRotate,
  DESIGN_FILES,
  type DriverLanguage,
  KEYED_FILES,
  MASTER_KEY_FILE,
  type ProgramPlan,
  program,
  quoted,
} from './program.ts';

/** https://www.mongodb.com/docs/drivers/node/current/ */
export const node: DriverLanguage = {
  file: 'field-encryption.mjs',
  format: 'javascript',
  needs:
    'Node.js driver 5.5 with mongodb-client-encryption 2.8; drivers 6 and 7 go with mongodb-client-encryption of the same number',
  run: 'node field-encryption.mjs VERB',
  write,
};

const PACKAGES: Readonly<Record<KmsProvider, string>> = {
  aws: ' @aws-sdk/credential-providers',
  azure: '',
  gcp: ' gcp-metadata',
  kmip: '',
  local: '',
};

function write(plan: ProgramPlan): string {
  const queryable = plan.mode === 'queryable';
  const rotates = canRotate(plan);
  return program(
    `// npm install mongodb mongodb-client-encryption${PACKAGES[plan.provider]}`,
    `import { readFile, writeFile } from 'node:fs/promises';`,
    `import { pathToFileURL } from 'node:url';`,
    `import { BSON, ClientEncryption, MongoClient } from 'mongodb';`,
    '',
    'const { EJSON } = BSON;',
    `const DATABASE = ${quoted(plan.database)};`,
    `const COLLECTION = ${quoted(plan.collection)};`,
    `const NAMESPACE = \`\${DATABASE}.\${COLLECTION}\`;`,
    `const KEY_VAULT = ${quoted(plan.keyVault)};`,
    `const PROVIDER = ${quoted(plan.provider)};`,
    queryable
      ? undefined
      : [
          '// Each of these fields has a data key of its own, which is found by this name.',
          `const KEYLESS = ${JSON.stringify(plan.keyless)};`,
          `const keyName = (path) => \`\${NAMESPACE}.\${path}\`;`,
        ],
    '',
    'function required(name) {',
    '  const value = process.env[name];',
    `  if (!value) throw new Error(\`\${name} is not set.\`);`,
    '  return value;',
    '}',
    '',
    ...KMS_CODE[plan.provider],
    '',
    'async function read(file) {',
    `  return EJSON.parse(await readFile(new URL(file, import.meta.url), 'utf8'), { relaxed: false });`,
    '}',
    '',
    'async function write(file, value) {',
    `  await writeFile(new URL(file, import.meta.url), \`\${EJSON.stringify(value, null, 2, { relaxed: false })}\\n\`);`,
    '}',
    '',
    '/** The client of the application: it encrypts and decrypts by itself. */',
    'export async function openEncryptedClient() {',
    `  const client = new MongoClient(required('MONGODB_URI'), {`,
    '    autoEncryption: {',
    '      keyVaultNamespace: KEY_VAULT,',
    '      ...kms(),',
    `      ${queryable ? 'encryptedFieldsMap' : 'schemaMap'}: await read('${KEYED_FILES[plan.mode]}'),`,
    '      // Without "required" a driver that misses the library tries to start mongocryptd instead.',
    `      extraOptions: { cryptSharedLibPath: required('CRYPT_SHARED_LIB_PATH'), cryptSharedLibRequired: true },`,
    '    },',
    '  });',
    '  return client.connect();',
    '}',
    '',
    'async function withKeyVault(work) {',
    `  const client = await new MongoClient(required('MONGODB_URI')).connect();`,
    '  try {',
    '    return await work(client, new ClientEncryption(client, { keyVaultNamespace: KEY_VAULT, ...kms() }));',
    '  } finally {',
    '    await client.close();',
    '  }',
    '}',
    '',
    ...(queryable ? provisionQueryable(plan) : provisionCsfle(plan)),
    ...(rotates ? rotation(plan) : []),
    '',
    'if (import.meta.url === pathToFileURL(process.argv[1]).href) {',
    rotates ? '  const verbs = { provision, rotate };' : '  const verbs = { provision };',
    '  const verb = verbs[process.argv[2]];',
    `  if (!verb) throw new Error(\`Say one of \${Object.keys(verbs).join(", ")}.\`);`,
    '  await verb();',
    '}',
  );
}

const KMS_CODE: Readonly<Record<KmsProvider, readonly string[]>> = {
  aws: [
    '// An empty object: the driver takes what the AWS environment gives, such as a role or web identity.',
    'const kms = () => ({ kmsProviders: { aws: {} } });',
  ],
  azure: [
    '// An empty object: the driver asks for the managed identity of the machine.',
    'function kms() {',
    '  const { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: clientSecret } = process.env;',
    '  const complete = tenantId && clientId && clientSecret;',
    '  /** @type {import("mongodb").KMSProviders} */',
    '  const kmsProviders = { azure: complete ? { tenantId, clientId, clientSecret } : {} };',
    '  return { kmsProviders };',
    '}',
  ],
  gcp: [
    '// An empty object: the driver asks for the service account that is attached to the machine.',
    'function kms() {',
    '  const { GCP_EMAIL: email, GCP_PRIVATE_KEY: privateKey } = process.env;',
    '  /** @type {import("mongodb").KMSProviders} */',
    '  const kmsProviders = { gcp: email && privateKey ? { email, privateKey } : {} };',
    '  return { kmsProviders };',
    '}',
  ],
  kmip: [
    'function kms() {',
    '  return {',
    `    kmsProviders: { kmip: { endpoint: required('KMIP_ENDPOINT') } },`,
    '    tlsOptions: {',
    '      kmip: {',
    `        tlsCAFile: required('KMIP_CA_FILE'),`,
    '        // A PEM file with the certificate and its private key.',
    `        tlsCertificateKeyFile: required('KMIP_CERTIFICATE_FILE'),`,
    '      },',
    '    },',
    '  };',
    '}',
  ],
  local: [
    '// For tests alone: who has these 96 bytes reads everything.',
    `const kms = () => ({ kmsProviders: { local: { key: required('LOCAL_MASTER_KEY') } } });`,
  ],
};

const KEY_INDEX = [
  `  const [vaultDatabase, vaultCollection] = KEY_VAULT.split(/\\.(.*)/s);`,
  `  await client.db(vaultDatabase).collection(vaultCollection).createIndex(`,
  '    { keyAltNames: 1 },',
  '    { unique: true, partialFilterExpression: { keyAltNames: { $exists: true } } },',
  '  );',
];

function masterKey({ provider }: ProgramPlan): readonly string[] {
  return provider === 'local' ? [] : [`  const masterKey = await read('${MASTER_KEY_FILE}');`];
}

function provisionQueryable(plan: ProgramPlan): readonly string[] {
  return [
    '/** Makes a data key for each field without one, and the collection: once, before any document is written. */',
    'export const provision = () => withKeyVault(async (client, encryption) => {',
    ...KEY_INDEX,
    ...masterKey(plan),
    '  const { encryptedFields } = await encryption.createEncryptedCollection(client.db(DATABASE), COLLECTION, {',
    '    provider: PROVIDER,',
    plan.provider === 'local' ? [] : ['    masterKey,'],
    `    createCollectionOptions: { encryptedFields: await read('${DESIGN_FILES.queryable}') },`,
    '  });',
    `  await write('${KEYED_FILES.queryable}', { [NAMESPACE]: encryptedFields });`,
    '});',
  ].flat();
}

function provisionCsfle(plan: ProgramPlan): readonly string[] {
  return [
    'function ruleOf(schema, path) {',
    '  return path.split(".").reduce((part, name) => part.properties[name], schema).encrypt;',
    '}',
    '',
    '/** Makes the data keys that are missing, and tells the server the rules; it can be repeated. */',
    'export const provision = () => withKeyVault(async (client, encryption) => {',
    ...KEY_INDEX,
    ...masterKey(plan),
    `  const schemaMap = await read('${DESIGN_FILES.csfle}');`,
    '  const schema = schemaMap[NAMESPACE];',
    '  for (const path of KEYLESS) {',
    '    const known = await encryption.getKeyByAltName(keyName(path));',
    '    const keyAltNames = [keyName(path)];',
    `    const id = known?._id ?? (await encryption.createDataKey(PROVIDER, { ${plan.provider === 'local' ? '' : 'masterKey, '}keyAltNames }));`,
    '    ruleOf(schema, path).keyId = [id];',
    '  }',
    `  await write('${KEYED_FILES.csfle}', schemaMap);`,
    '  // With the rules on the server too, a client that does not know them cannot write in the clear.',
    '  const database = client.db(DATABASE);',
    '  const [existing] = await database.listCollections({ name: COLLECTION }).toArray();',
    '  const validator = { $and: [existing?.options?.validator ?? {}, { $jsonSchema: schema }] };',
    '  if (!existing) await database.createCollection(COLLECTION, { validator: { $jsonSchema: schema } });',
    '  else if (!EJSON.stringify(existing).includes(\'"encrypt"\')) await database.command({ collMod: COLLECTION, validator });',
    '});',
  ];
}

function rotation(plan: ProgramPlan): readonly string[] {
  return [
    '',
    `/** Wraps the data keys anew with the key that ${MASTER_KEY_FILE} names; documents stay as they are. */`,
    'export const rotate = () => withKeyVault(async (_client, encryption) => {',
    ...masterKey(plan),
    ...(plan.mode === 'queryable'
      ? [
          `  const { fields } = (await read('${KEYED_FILES.queryable}'))[NAMESPACE];`,
          '  const filter = { _id: { $in: fields.map(({ keyId }) => keyId) } };',
        ]
      : ['  const filter = { keyAltNames: { $in: KEYLESS.map(keyName) } };']),
    '  const { bulkWriteResult } = await encryption.rewrapManyDataKey(filter, { provider: PROVIDER, masterKey });',
    `  console.log(\`\${bulkWriteResult?.modifiedCount ?? 0} data keys were wrapped anew.\`);`,
    '});',
  ];
}
