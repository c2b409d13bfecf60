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

/** https://www.mongodb.com/docs/drivers/csharp/current/security/in-use-encryption/ */
export const csharp: DriverLanguage = {
  file: 'FieldEncryption.cs',
  format: 'csharp',
  needs: '.NET driver 2.20; the program is written for driver 3 with MongoDB.Driver.Encryption',
  run: 'dotnet run -- VERB',
  write,
};

function write(plan: ProgramPlan): string {
  const queryable = plan.mode === 'queryable';
  const rotates = canRotate(plan);
  const { provider } = plan;
  return program(
    // Unconfirmed: that AddAWSAuthentication also serves the empty credentials of AWS KMS; the driver moved them into that package.
    `// dotnet add package MongoDB.Driver.Encryption${provider === 'aws' ? '; dotnet add package MongoDB.Driver.Authentication.AWS' : ''}`,
    'using System;',
    'using System.Collections.Generic;',
    'using System.IO;',
    'using System.Linq;',
    provider === 'kmip' ? 'using System.Security.Cryptography.X509Certificates;' : undefined,
    'using System.Threading.Tasks;',
    'using MongoDB.Bson;',
    'using MongoDB.Bson.IO;',
    'using MongoDB.Driver;',
    provider === 'aws' ? 'using MongoDB.Driver.Authentication.AWS;' : undefined,
    'using MongoDB.Driver.Encryption;',
    '',
    'public static class FieldEncryption',
    '{',
    `    private const string DatabaseName = ${quoted(plan.database)};`,
    `    private const string CollectionName = ${quoted(plan.collection)};`,
    '    private const string Namespace = DatabaseName + "." + CollectionName;',
    `    private const string Provider = ${quoted(provider)};`,
    `    private static readonly CollectionNamespace KeyVault = CollectionNamespace.FromFullName(${quoted(plan.keyVault)});`,
    queryable
      ? undefined
      : [
          '    // Each of these fields has a data key of its own, which is found by its name.',
          `    private static readonly string[] Keyless = { ${plan.keyless.map(quoted).join(', ')} };`,
        ],
    '',
    '    private static string Required(string name) =>',
    '        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value',
    '            ? value',
    '            : throw new InvalidOperationException($"{name} is not set.");',
    '',
    ...KMS_CODE[provider].map((line) => (line === '' ? '' : `    ${line}`)),
    '',
    '    private static BsonDocument Read(string file) => BsonDocument.Parse(File.ReadAllText(file));',
    '',
    '    private static void Write(string file, BsonDocument value) =>',
    '        File.WriteAllText(',
    '            file,',
    '            value.ToJson(new JsonWriterSettings { OutputMode = JsonOutputMode.CanonicalExtendedJson, Indent = true }) + "\\n");',
    '',
    '    /// <summary>Opens the client of the application: it encrypts and decrypts by itself.</summary>',
    '    public static IMongoClient OpenEncryptedClient()',
    '    {',
    '        MongoClientSettings.Extensions.AddAutoEncryption();',
    provider === 'aws' ? '        MongoClientSettings.Extensions.AddAWSAuthentication();' : undefined,
    '        var settings = MongoClientSettings.FromConnectionString(Required("MONGODB_URI"));',
    `        var rules = Read("${KEYED_FILES[plan.mode]}").ToDictionary(rule => rule.Name, rule => rule.Value.AsBsonDocument);`,
    '        settings.AutoEncryptionOptions = new AutoEncryptionOptions(',
    '            keyVaultNamespace: KeyVault,',
    '            kmsProviders: KmsProviders(),',
    `            ${queryable ? 'encryptedFieldsMap' : 'schemaMap'}: rules,`,
    provider === 'kmip' ? '            tlsOptions: KmsTls(),' : undefined,
    '            // Without "required" a driver that misses the library tries to start mongocryptd instead.',
    '            extraOptions: new Dictionary<string, object>',
    '            {',
    '                ["cryptSharedLibPath"] = Required("CRYPT_SHARED_LIB_PATH"),',
    '                ["cryptSharedLibRequired"] = true,',
    '            });',
    '        return new MongoClient(settings);',
    '    }',
    '',
    '    private static async Task WithKeyVault(Func<IMongoClient, ClientEncryption, Task> work)',
    '    {',
    '        MongoClientSettings.Extensions.AddAutoEncryption();',
    provider === 'aws' ? '        MongoClientSettings.Extensions.AddAWSAuthentication();' : undefined,
    '        var client = new MongoClient(Required("MONGODB_URI"));',
    '        var keys = client',
    '            .GetDatabase(KeyVault.DatabaseNamespace.DatabaseName)',
    '            .GetCollection<BsonDocument>(KeyVault.CollectionName);',
    '        await keys.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(',
    '            Builders<BsonDocument>.IndexKeys.Ascending("keyAltNames"),',
    '            new CreateIndexOptions<BsonDocument>',
    '            {',
    '                Unique = true,',
    '                PartialFilterExpression = Builders<BsonDocument>.Filter.Exists("keyAltNames"),',
    '            }));',
    provider === 'kmip'
      ? '        var options = new ClientEncryptionOptions(client, KeyVault, KmsProviders(), KmsTls());'
      : '        var options = new ClientEncryptionOptions(client, KeyVault, KmsProviders());',
    '        using var encryption = new ClientEncryption(options);',
    '        await work(client, encryption);',
    '    }',
    '',
    ...(queryable ? provisionQueryable(plan) : provisionCsfle(plan)),
    ...(rotates ? rotation(plan) : []),
    '',
    '    public static Task Main(string[] args) =>',
    '        args switch',
    '        {',
    '            ["provision"] => Provision(),',
    rotates ? '            ["rotate"] => Rotate(),' : undefined,
    `            _ => throw new ArgumentException("Say ${rotates ? 'provision or rotate' : 'provision'}."),`,
    '        };',
    '}',
  );
}

const PROVIDERS = 'IReadOnlyDictionary<string, IReadOnlyDictionary<string, object>>';

function providers(body: readonly string[]): readonly string[] {
  return [
    `private static ${PROVIDERS} KmsProviders()`,
    '{',
    ...body.map((line) => `    ${line}`),
    '    return new Dictionary<string, IReadOnlyDictionary<string, object>> { [Provider] = credential };',
    '}',
  ];
}

const KMS_CODE: Readonly<Record<KmsProvider, readonly string[]>> = {
  aws: [
    '// Nothing is given: the driver takes what the AWS environment gives, such as a role or web identity.',
    ...providers(['var credential = new Dictionary<string, object>();']),
  ],
  azure: [
    '// Where nothing is given, the driver asks for the managed identity of the machine.',
    ...providers([
      'var credential = new Dictionary<string, object>();',
      'if (Environment.GetEnvironmentVariable("AZURE_CLIENT_SECRET") is { Length: > 0 } secret)',
      '{',
      '    credential["tenantId"] = Required("AZURE_TENANT_ID");',
      '    credential["clientId"] = Required("AZURE_CLIENT_ID");',
      '    credential["clientSecret"] = secret;',
      '}',
    ]),
  ],
  gcp: [
    '// Where nothing is given, the driver asks for the service account that is attached to the machine.',
    ...providers([
      'var credential = new Dictionary<string, object>();',
      'if (Environment.GetEnvironmentVariable("GCP_PRIVATE_KEY") is { Length: > 0 } privateKey)',
      '{',
      '    credential["email"] = Required("GCP_EMAIL");',
      '    credential["privateKey"] = privateKey;',
      '}',
    ]),
  ],
  kmip: [
    ...providers(['var credential = new Dictionary<string, object> { ["endpoint"] = Required("KMIP_ENDPOINT") };']),
    '',
    '// A PKCS#12 file with the certificate and its private key.',
    'private static Dictionary<string, SslSettings> KmsTls() =>',
    '    new()',
    '    {',
    '        [Provider] = new SslSettings',
    '        {',
    '            ClientCertificates = new[]',
    '            {',
    '                new X509Certificate2(Required("KMIP_CERTIFICATE_FILE"), Required("KMIP_CERTIFICATE_PASSWORD")),',
    '            },',
    '        },',
    '    };',
  ],
  local: [
    '// For tests alone: who has these 96 bytes reads everything.',
    ...providers([
      'var credential = new Dictionary<string, object> { ["key"] = Convert.FromBase64String(Required("LOCAL_MASTER_KEY")) };',
    ]),
  ],
};

function masterKey({ provider }: ProgramPlan): string {
  return provider === 'local' ? 'null' : `Read("${MASTER_KEY_FILE}")`;
}

function provisionQueryable(plan: ProgramPlan): readonly string[] {
  return [
    '    /// <summary>Makes a data key for each field without one, and the collection: once, before any document is written.</summary>',
    '    public static Task Provision() => WithKeyVault(async (client, encryption) =>',
    '    {',
    '        var result = await encryption.CreateEncryptedCollectionAsync(',
    '            client.GetDatabase(DatabaseName),',
    '            CollectionName,',
    `            new CreateCollectionOptions { EncryptedFields = Read("${DESIGN_FILES.queryable}") },`,
    '            Provider,',
    plan.provider === 'local' ? '            (BsonDocument)null);' : `            ${masterKey(plan)});`,
    `        Write("${KEYED_FILES.queryable}", new BsonDocument(Namespace, result.EncryptedFields));`,
    '    });',
  ];
}

function provisionCsfle(plan: ProgramPlan): readonly string[] {
  return [
    '    private static string KeyName(string path) => $"{Namespace}.{path}";',
    '',
    '    private static BsonDocument RuleOf(BsonDocument schema, string path) =>',
    '        path.Split(\'.\').Aggregate(schema, (part, name) => part["properties"][name].AsBsonDocument)["encrypt"].AsBsonDocument;',
    '',
    '    /// <summary>Makes the data keys that are missing, and tells the server the rules; it can be repeated.</summary>',
    '    public static Task Provision() => WithKeyVault(async (client, encryption) =>',
    '    {',
    `        var schemaMap = Read("${DESIGN_FILES.csfle}");`,
    '        var schema = schemaMap[Namespace].AsBsonDocument;',
    '        foreach (var path in Keyless)',
    '        {',
    '            var known = await encryption.GetKeyByAlternateKeyNameAsync(KeyName(path));',
    `            var options = new DataKeyOptions(alternateKeyNames: new[] { KeyName(path) }${plan.provider === 'local' ? '' : `, masterKey: ${masterKey(plan)}`});`,
    '            var id = known?["_id"]',
    '                ?? new BsonBinaryData(await encryption.CreateDataKeyAsync(Provider, options), GuidRepresentation.Standard);',
    '            RuleOf(schema, path)["keyId"] = new BsonArray { id };',
    '        }',
    '',
    `        Write("${KEYED_FILES.csfle}", schemaMap);`,
    '        // With the rules on the server too, a client that does not know them cannot write in the clear.',
    '        var database = client.GetDatabase(DatabaseName);',
    '        var rules = new BsonDocument("$jsonSchema", schema);',
    '        var filter = new ListCollectionsOptions { Filter = Builders<BsonDocument>.Filter.Eq("name", CollectionName) };',
    '        var existing = await (await database.ListCollectionsAsync(filter)).FirstOrDefaultAsync();',
    '        if (existing is null)',
    '        {',
    '            await database.CreateCollectionAsync(',
    '                CollectionName,',
    '                new CreateCollectionOptions<BsonDocument> { Validator = rules });',
    '        }',
    '        else if (!existing.ToJson().Contains("\\"encrypt\\""))',
    '        {',
    '            var current = existing["options"].AsBsonDocument.GetValue("validator", new BsonDocument());',
    '            var validator = new BsonDocument("$and", new BsonArray { current, rules });',
    '            await database.RunCommandAsync<BsonDocument>(',
    '                new BsonDocument { { "collMod", CollectionName }, { "validator", validator } });',
    '        }',
    '    });',
  ];
}

function rotation(plan: ProgramPlan): readonly string[] {
  return [
    '',
    `    /// <summary>Wraps the data keys anew with the key that ${MASTER_KEY_FILE} names; documents stay as they are.</summary>`,
    '    public static Task Rotate() => WithKeyVault(async (_, encryption) =>',
    '    {',
    ...(plan.mode === 'queryable'
      ? [
          `        var fields = Read("${KEYED_FILES.queryable}")[Namespace]["fields"].AsBsonArray;`,
          '        var filter = Builders<BsonDocument>.Filter.In("_id", fields.Select(field => field["keyId"]));',
        ]
      : ['        var filter = Builders<BsonDocument>.Filter.In("keyAltNames", Keyless.Select(KeyName));']),
    `        await encryption.RewrapManyDataKeyAsync(filter, new RewrapManyDataKeyOptions(Provider, ${masterKey(plan)}));`,
    '    });',
  ];
}
