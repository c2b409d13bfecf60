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

/** https://www.mongodb.com/docs/drivers/java/sync/current/security/in-use-encryption/ */
export const java: DriverLanguage = {
  file: 'FieldEncryption.java',
  format: 'java',
  needs: 'Java driver 4.10 (mongodb-driver-sync) with mongodb-crypt 1.8',
  run: 'java -cp "lib/*" FieldEncryption.java VERB',
  write,
};

const CREDENTIALS: Readonly<Record<KmsProvider, string>> = {
  aws: ', and software.amazon.awssdk:auth for the credentials of the AWS environment',
  azure: '',
  gcp: '',
  kmip: '',
  local: '',
};

const IMPORTS = [
  'com.mongodb.AutoEncryptionSettings',
  'com.mongodb.ClientEncryptionSettings',
  'com.mongodb.ConnectionString',
  'com.mongodb.MongoClientSettings',
  'com.mongodb.MongoNamespace',
  'com.mongodb.client.MongoClient',
  'com.mongodb.client.MongoClients',
  'com.mongodb.client.model.CreateCollectionOptions',
  'com.mongodb.client.model.IndexOptions',
  'com.mongodb.client.model.Indexes',
  'com.mongodb.client.vault.ClientEncryption',
  'com.mongodb.client.vault.ClientEncryptions',
  'java.io.IOException',
  'java.nio.file.Files',
  'java.nio.file.Path',
  'java.util.HashMap',
  'java.util.Map',
  'org.bson.BsonDocument',
  'org.bson.json.JsonMode',
  'org.bson.json.JsonWriterSettings',
];

function importsFor(plan: ProgramPlan): readonly string[] {
  const queryable = plan.mode === 'queryable';
  const rotates = canRotate(plan);
  const names = [
    ...IMPORTS,
    ...(queryable
      ? ['com.mongodb.client.model.CreateEncryptedCollectionParams']
      : [
          'com.mongodb.client.MongoDatabase',
          'com.mongodb.client.model.ValidationOptions',
          'com.mongodb.client.model.vault.DataKeyOptions',
          'org.bson.BsonArray',
          'org.bson.BsonBinary',
          'org.bson.Document',
        ]),
    ...(queryable && !rotates ? [] : ['com.mongodb.client.model.Filters', 'java.util.List']),
    ...(rotates ? ['com.mongodb.client.model.vault.RewrapManyDataKeyOptions'] : []),
    ...(queryable && rotates ? ['org.bson.BsonValue'] : []),
    ...(plan.provider === 'kmip' ? ['java.security.GeneralSecurityException', 'javax.net.ssl.SSLContext'] : []),
  ];
  return names.sort().map((name) => `import ${name};`);
}

function write(plan: ProgramPlan): string {
  const queryable = plan.mode === 'queryable';
  const rotates = canRotate(plan);
  const { provider } = plan;
  return program(
    `// Needs org.mongodb:mongodb-driver-sync and org.mongodb:mongodb-crypt${CREDENTIALS[provider]}.`,
    ...importsFor(plan),
    '',
    'public final class FieldEncryption {',
    `    private static final String DATABASE = ${quoted(plan.database)};`,
    `    private static final String COLLECTION = ${quoted(plan.collection)};`,
    '    private static final String NAMESPACE = DATABASE + "." + COLLECTION;',
    `    private static final String KEY_VAULT = ${quoted(plan.keyVault)};`,
    `    private static final String PROVIDER = ${quoted(provider)};`,
    queryable
      ? undefined
      : [
          '    // Each of these fields has a data key of its own, which is found by its name.',
          `    private static final List<String> KEYLESS = List.of(${plan.keyless.map(quoted).join(', ')});`,
        ],
    '',
    '    private static String required(String name) {',
    '        String value = System.getenv(name);',
    '        if (value == null || value.isEmpty()) throw new IllegalStateException(name + " is not set.");',
    '        return value;',
    '    }',
    '',
    ...KMS_CODE[provider].map((line) => (line === '' ? '' : `    ${line}`)),
    '',
    '    private static BsonDocument read(String file) throws IOException {',
    '        return BsonDocument.parse(Files.readString(Path.of(file)));',
    '    }',
    '',
    '    private static void write(String file, BsonDocument value) throws IOException {',
    '        var settings = JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).indent(true).build();',
    '        Files.writeString(Path.of(file), value.toJson(settings) + "\\n");',
    '    }',
    '',
    '    private static MongoClientSettings.Builder settings() {',
    '        return MongoClientSettings.builder().applyConnectionString(new ConnectionString(required("MONGODB_URI")));',
    '    }',
    '',
    '    /** The client of the application: it encrypts and decrypts by itself. */',
    '    public static MongoClient openEncryptedClient() throws Exception {',
    '        Map<String, BsonDocument> rules = new HashMap<>();',
    `        read("${KEYED_FILES[plan.mode]}").forEach((namespace, rule) -> rules.put(namespace, rule.asDocument()));`,
    '        AutoEncryptionSettings encryption =',
    '                AutoEncryptionSettings.builder()',
    '                        .keyVaultNamespace(KEY_VAULT)',
    '                        .kmsProviders(kmsProviders())',
    provider === 'kmip' ? '                        .kmsProviderSslContextMap(kmsSslContexts())' : undefined,
    `                        .${queryable ? 'encryptedFieldsMap' : 'schemaMap'}(rules)`,
    '                        // Without "required" a driver that misses the library tries to start mongocryptd instead.',
    '                        .extraOptions(',
    '                                Map.of(',
    '                                        "cryptSharedLibPath", required("CRYPT_SHARED_LIB_PATH"),',
    '                                        "cryptSharedLibRequired", true))',
    '                        .build();',
    '        return MongoClients.create(settings().autoEncryptionSettings(encryption).build());',
    '    }',
    '',
    '    private static ClientEncryption openKeyVault(MongoClient client) throws Exception {',
    '        MongoNamespace vault = new MongoNamespace(KEY_VAULT);',
    '        client.getDatabase(vault.getDatabaseName())',
    '                .getCollection(vault.getCollectionName())',
    '                .createIndex(',
    '                        Indexes.ascending("keyAltNames"),',
    '                        new IndexOptions()',
    '                                .unique(true)',
    '                                .partialFilterExpression(BsonDocument.parse("{keyAltNames: {$exists: true}}")));',
    '        return ClientEncryptions.create(',
    '                ClientEncryptionSettings.builder()',
    '                        .keyVaultMongoClientSettings(settings().build())',
    '                        .keyVaultNamespace(KEY_VAULT)',
    '                        .kmsProviders(kmsProviders())',
    provider === 'kmip' ? '                        .kmsProviderSslContextMap(kmsSslContexts())' : undefined,
    '                        .build());',
    '    }',
    '',
    ...(queryable ? provisionQueryable(plan) : provisionCsfle(plan)),
    ...(rotates ? rotation(plan) : []),
    '',
    '    public static void main(String[] args) throws Exception {',
    '        String verb = args.length == 1 ? args[0] : "";',
    '        switch (verb) {',
    '            case "provision" -> provision();',
    rotates ? '            case "rotate" -> rotate();' : undefined,
    `            default -> throw new IllegalArgumentException("Say ${rotates ? 'provision or rotate' : 'provision'}.");`,
    '        }',
    '    }',
    '}',
  );
}

const KMS_CODE: Readonly<Record<KmsProvider, readonly string[]>> = {
  aws: [
    '// An empty map: the driver takes what the AWS environment gives, such as a role or web identity.',
    'private static Map<String, Map<String, Object>> kmsProviders() {',
    '    return Map.of(PROVIDER, Map.of());',
    '}',
  ],
  azure: [
    '// An empty map: the driver asks for the managed identity of the machine.',
    'private static Map<String, Map<String, Object>> kmsProviders() {',
    '    if (System.getenv("AZURE_CLIENT_SECRET") == null) return Map.of(PROVIDER, Map.of());',
    '    return Map.of(',
    '            PROVIDER,',
    '            Map.of(',
    '                    "tenantId", required("AZURE_TENANT_ID"),',
    '                    "clientId", required("AZURE_CLIENT_ID"),',
    '                    "clientSecret", required("AZURE_CLIENT_SECRET")));',
    '}',
  ],
  gcp: [
    '// An empty map: the driver asks for the service account that is attached to the machine.',
    'private static Map<String, Map<String, Object>> kmsProviders() {',
    '    if (System.getenv("GCP_PRIVATE_KEY") == null) return Map.of(PROVIDER, Map.of());',
    '    return Map.of(',
    '            PROVIDER,',
    '            Map.of("email", required("GCP_EMAIL"), "privateKey", required("GCP_PRIVATE_KEY")));',
    '}',
  ],
  kmip: [
    'private static Map<String, Map<String, Object>> kmsProviders() {',
    '    return Map.of(PROVIDER, Map.of("endpoint", required("KMIP_ENDPOINT")));',
    '}',
    '',
    '// The client certificate comes from -Djavax.net.ssl.keyStore, the server is trusted by -Djavax.net.ssl.trustStore.',
    'private static Map<String, SSLContext> kmsSslContexts() throws GeneralSecurityException {',
    '    return Map.of(PROVIDER, SSLContext.getDefault());',
    '}',
  ],
  local: [
    '// For tests alone: who has these 96 bytes reads everything.',
    'private static Map<String, Map<String, Object>> kmsProviders() {',
    '    return Map.of(PROVIDER, Map.of("key", required("LOCAL_MASTER_KEY")));',
    '}',
  ],
};

const OPEN = [
  '        try (MongoClient client = MongoClients.create(settings().build());',
  '                ClientEncryption encryption = openKeyVault(client)) {',
];

function provisionQueryable(plan: ProgramPlan): readonly string[] {
  return [
    '    /** Makes a data key for each field without one, and the collection: once, before any document is written. */',
    '    public static void provision() throws Exception {',
    ...OPEN,
    '            BsonDocument encryptedFields =',
    '                    encryption.createEncryptedCollection(',
    '                            client.getDatabase(DATABASE),',
    '                            COLLECTION,',
    `                            new CreateCollectionOptions().encryptedFields(read("${DESIGN_FILES.queryable}")),`,
    plan.provider === 'local'
      ? '                            new CreateEncryptedCollectionParams(PROVIDER));'
      : `                            new CreateEncryptedCollectionParams(PROVIDER).masterKey(read("${MASTER_KEY_FILE}")));`,
    `            write("${KEYED_FILES.queryable}", new BsonDocument(NAMESPACE, encryptedFields));`,
    '        }',
    '    }',
  ];
}

function provisionCsfle(plan: ProgramPlan): readonly string[] {
  return [
    '    private static String keyName(String path) {',
    '        return NAMESPACE + "." + path;',
    '    }',
    '',
    '    private static BsonDocument ruleOf(BsonDocument schema, String path) {',
    '        BsonDocument part = schema;',
    '        for (String name : path.split("\\\\.")) part = part.getDocument("properties").getDocument(name);',
    '        return part.getDocument("encrypt");',
    '    }',
    '',
    '    /** Makes the data keys that are missing, and tells the server the rules; it can be repeated. */',
    '    public static void provision() throws Exception {',
    ...OPEN,
    `            BsonDocument schemaMap = read("${DESIGN_FILES.csfle}");`,
    '            BsonDocument schema = schemaMap.getDocument(NAMESPACE);',
    '            for (String path : KEYLESS) {',
    '                BsonDocument known = encryption.getKeyByAltName(keyName(path));',
    '                DataKeyOptions options = new DataKeyOptions().keyAltNames(List.of(keyName(path)));',
    plan.provider === 'local' ? '' : `                options.masterKey(read("${MASTER_KEY_FILE}"));`,
    '                BsonBinary id = known == null ? encryption.createDataKey(PROVIDER, options) : known.getBinary("_id");',
    '                ruleOf(schema, path).put("keyId", new BsonArray(List.of(id)));',
    '            }',
    `            write("${KEYED_FILES.csfle}", schemaMap);`,
    '            // With the rules on the server too, a client that does not know them cannot write in the clear.',
    '            MongoDatabase database = client.getDatabase(DATABASE);',
    '            BsonDocument rules = new BsonDocument("$jsonSchema", schema);',
    '            Document existing = database.listCollections().filter(Filters.eq("name", COLLECTION)).first();',
    '            if (existing == null) {',
    '                database.createCollection(',
    '                        COLLECTION,',
    '                        new CreateCollectionOptions().validationOptions(new ValidationOptions().validator(rules)));',
    '            } else if (!existing.toJson().contains("\\"encrypt\\"")) {',
    '                Document options = existing.get("options", new Document());',
    '                Document validator =',
    '                        new Document("$and", List.of(options.get("validator", new Document()), rules));',
    '                database.runCommand(new Document("collMod", COLLECTION).append("validator", validator));',
    '            }',
    '        }',
    '    }',
  ].filter((line, position, all) => line !== '' || all[position - 1]?.startsWith('    }') === true);
}

function rotation(plan: ProgramPlan): readonly string[] {
  return [
    '',
    `    /** Wraps the data keys anew with the key that ${MASTER_KEY_FILE} names; documents stay as they are. */`,
    '    public static void rotate() throws Exception {',
    ...OPEN,
    ...(plan.mode === 'queryable'
      ? [
          '            List<BsonValue> ids =',
          `                    read("${KEYED_FILES.queryable}").getDocument(NAMESPACE).getArray("fields").stream()`,
          '                            .map(field -> field.asDocument().get("keyId"))',
          '                            .toList();',
        ]
      : ['            List<String> names = KEYLESS.stream().map(FieldEncryption::keyName).toList();']),
    '            encryption.rewrapManyDataKey(',
    `                    ${plan.mode === 'queryable' ? 'Filters.in("_id", ids)' : 'Filters.in("keyAltNames", names)'},`,
    `                    new RewrapManyDataKeyOptions().provider(PROVIDER).masterKey(read("${MASTER_KEY_FILE}")));`,
    '        }',
    '    }',
  ];
}
