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

/** https://www.mongodb.com/docs/languages/python/pymongo-driver/current/security/in-use-encryption/ */
export const python: DriverLanguage = {
  file: 'field_encryption.py',
  format: 'python',
  needs: 'PyMongo 4.4 with pymongocrypt 1.6',
  run: 'python field_encryption.py VERB',
  write,
};

function write(plan: ProgramPlan): string {
  const queryable = plan.mode === 'queryable';
  const rotates = canRotate(plan);
  return program(
    `# pip install "pymongo[encryption${plan.provider === 'aws' ? ',aws' : ''}]"`,
    'import os',
    'import sys',
    'from pathlib import Path',
    '',
    'from bson import json_util',
    'from bson.binary import UuidRepresentation',
    'from pymongo import MongoClient',
    'from pymongo.encryption import ClientEncryption',
    'from pymongo.encryption_options import AutoEncryptionOpts',
    '',
    `DATABASE = ${quoted(plan.database)}`,
    `COLLECTION = ${quoted(plan.collection)}`,
    'NAMESPACE = f"{DATABASE}.{COLLECTION}"',
    `KEY_VAULT = ${quoted(plan.keyVault)}`,
    `PROVIDER = ${quoted(plan.provider)}`,
    queryable
      ? undefined
      : [
          '# Each of these fields has a data key of its own, which is found by this name.',
          `KEYLESS = ${JSON.stringify(plan.keyless)}`,
        ],
    'HERE = Path(__file__).parent',
    '# Key ids stay binary data of subtype 4, and numbers keep their types.',
    'CANONICAL = json_util.JSONOptions(',
    '    json_mode=json_util.JSONMode.CANONICAL, uuid_representation=UuidRepresentation.UNSPECIFIED',
    ')',
    '',
    '',
    ...KMS_CODE[plan.provider],
    '',
    '',
    'def read(file):',
    '    return json_util.loads((HERE / file).read_text(), json_options=CANONICAL)',
    '',
    '',
    'def write(file, value):',
    '    (HERE / file).write_text(json_util.dumps(value, json_options=CANONICAL, indent=2) + "\\n")',
    '',
    '',
    'def open_encrypted_client():',
    '    """The client of the application: it encrypts and decrypts by itself."""',
    '    options = AutoEncryptionOpts(',
    '        kms_providers(),',
    '        KEY_VAULT,',
    `        ${queryable ? 'encrypted_fields_map' : 'schema_map'}=read("${KEYED_FILES[plan.mode]}"),`,
    '        crypt_shared_lib_path=os.environ["CRYPT_SHARED_LIB_PATH"],',
    '        # Without "required" a driver that misses the library tries to start mongocryptd instead.',
    '        crypt_shared_lib_required=True,',
    plan.provider === 'kmip' ? '        kms_tls_options=kms_tls_options(),' : undefined,
    '    )',
    '    return MongoClient(os.environ["MONGODB_URI"], auto_encryption_opts=options)',
    '',
    '',
    'def key_vault_client(client):',
    '    return ClientEncryption(',
    '        kms_providers(),',
    '        KEY_VAULT,',
    '        client,',
    '        client.codec_options,',
    plan.provider === 'kmip' ? '        kms_tls_options=kms_tls_options(),' : undefined,
    '    )',
    '',
    '',
    ...(queryable ? provisionQueryable(plan) : provisionCsfle(plan)),
    ...(rotates ? rotation(plan) : []),
    '',
    '',
    'if __name__ == "__main__":',
    rotates ? '    verbs = {"provision": provision, "rotate": rotate}' : '    verbs = {"provision": provision}',
    '    if len(sys.argv) != 2 or sys.argv[1] not in verbs:',
    '        sys.exit(f"Say one of {\', \'.join(verbs)}.")',
    '    verbs[sys.argv[1]]()',
  );
}

const KMS_CODE: Readonly<Record<KmsProvider, readonly string[]>> = {
  aws: [
    'def kms_providers():',
    '    # An empty mapping: the driver takes what the AWS environment gives, such as a role or web identity.',
    '    return {"aws": {}}',
  ],
  azure: [
    'def kms_providers():',
    '    names = {"tenantId": "AZURE_TENANT_ID", "clientId": "AZURE_CLIENT_ID", "clientSecret": "AZURE_CLIENT_SECRET"}',
    '    if all(os.environ.get(name) for name in names.values()):',
    '        return {"azure": {key: os.environ[name] for key, name in names.items()}}',
    '    # An empty mapping: the driver asks for the managed identity of the machine.',
    '    return {"azure": {}}',
  ],
  gcp: [
    'def kms_providers():',
    '    names = {"email": "GCP_EMAIL", "privateKey": "GCP_PRIVATE_KEY"}',
    '    if all(os.environ.get(name) for name in names.values()):',
    '        return {"gcp": {key: os.environ[name] for key, name in names.items()}}',
    '    # An empty mapping: the driver asks for the service account that is attached to the machine.',
    '    return {"gcp": {}}',
  ],
  kmip: [
    'def kms_providers():',
    '    return {"kmip": {"endpoint": os.environ["KMIP_ENDPOINT"]}}',
    '',
    '',
    'def kms_tls_options():',
    '    return {',
    '        "kmip": {',
    '            "tlsCAFile": os.environ["KMIP_CA_FILE"],',
    '            # A PEM file with the certificate and its private key.',
    '            "tlsCertificateKeyFile": os.environ["KMIP_CERTIFICATE_FILE"],',
    '        }',
    '    }',
  ],
  local: [
    'def kms_providers():',
    '    # For tests alone: who has these 96 bytes reads everything.',
    '    return {"local": {"key": os.environ["LOCAL_MASTER_KEY"]}}',
  ],
};

const KEY_INDEX = [
  '        vault_database, vault_collection = KEY_VAULT.split(".", 1)',
  '        client[vault_database][vault_collection].create_index(',
  '            "keyAltNames", unique=True, partialFilterExpression={"keyAltNames": {"$exists": True}}',
  '        )',
];

function masterKey({ provider }: ProgramPlan): string {
  return provider === 'local' ? 'None' : `read("${MASTER_KEY_FILE}")`;
}

function provisionQueryable(plan: ProgramPlan): readonly string[] {
  return [
    'def provision():',
    '    """Makes a data key for each field without one, and the collection: once, before any document is written."""',
    '    with MongoClient(os.environ["MONGODB_URI"]) as client, key_vault_client(client) as encryption:',
    ...KEY_INDEX,
    '        _, encrypted_fields = encryption.create_encrypted_collection(',
    '            client[DATABASE],',
    '            COLLECTION,',
    `            read("${DESIGN_FILES.queryable}"),`,
    '            kms_provider=PROVIDER,',
    `            master_key=${masterKey(plan)},`,
    '        )',
    `        write("${KEYED_FILES.queryable}", {NAMESPACE: encrypted_fields})`,
  ];
}

function provisionCsfle(plan: ProgramPlan): readonly string[] {
  return [
    'def key_name(path):',
    '    return f"{NAMESPACE}.{path}"',
    '',
    '',
    'def rule_of(schema, path):',
    '    for name in path.split("."):',
    '        schema = schema["properties"][name]',
    '    return schema["encrypt"]',
    '',
    '',
    'def provision():',
    '    """Makes the data keys that are missing, and tells the server the rules; it can be repeated."""',
    '    with MongoClient(os.environ["MONGODB_URI"]) as client, key_vault_client(client) as encryption:',
    ...KEY_INDEX,
    `        schema_map = read("${DESIGN_FILES.csfle}")`,
    '        schema = schema_map[NAMESPACE]',
    '        for path in KEYLESS:',
    '            known = encryption.get_key_by_alt_name(key_name(path))',
    '            key_id = (',
    '                known["_id"]',
    '                if known',
    '                else encryption.create_data_key(',
    `                    PROVIDER, master_key=${masterKey(plan)}, key_alt_names=[key_name(path)]`,
    '                )',
    '            )',
    '            rule_of(schema, path)["keyId"] = [key_id]',
    `        write("${KEYED_FILES.csfle}", schema_map)`,
    '        # With the rules on the server too, a client that does not know them cannot write in the clear.',
    '        database = client[DATABASE]',
    '        existing = next(iter(database.list_collections(filter={"name": COLLECTION})), None)',
    '        if existing is None:',
    '            database.create_collection(COLLECTION, validator={"$jsonSchema": schema})',
    '        elif \'"encrypt"\' not in json_util.dumps(existing):',
    '            validator = {"$and": [existing["options"].get("validator", {}), {"$jsonSchema": schema}]}',
    '            database.command("collMod", COLLECTION, validator=validator)',
  ];
}

function rotation(plan: ProgramPlan): readonly string[] {
  return [
    '',
    '',
    'def rotate():',
    `    """Wraps the data keys anew with the key that ${MASTER_KEY_FILE} names; documents stay as they are."""`,
    '    with MongoClient(os.environ["MONGODB_URI"]) as client, key_vault_client(client) as encryption:',
    ...(plan.mode === 'queryable'
      ? [
          `        fields = read("${KEYED_FILES.queryable}")[NAMESPACE]["fields"]`,
          '        keys = {"_id": {"$in": [field["keyId"] for field in fields]}}',
        ]
      : ['        keys = {"keyAltNames": {"$in": [key_name(path) for path in KEYLESS]}}']),
    `        result = encryption.rewrap_many_data_key(keys, provider=PROVIDER, master_key=${masterKey(plan)})`,
    '        written = result.bulk_write_result',
    '        print(f"{written.modified_count if written else 0} data keys were wrapped anew.")',
  ];
}
