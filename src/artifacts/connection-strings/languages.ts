import type { ArtifactFile } from '../artifact.ts';
import { type Mechanism, takesPassword } from './mechanism.ts';

/** What snippets are written in. */
export const LANGUAGES = ['node', 'python', 'java', 'go', 'csharp', 'mongosh'] as const;

/** One of them. */
export type Language = (typeof LANGUAGES)[number];

/** What a snippet connects with. */
export interface Connection {
  readonly uri: string;
  readonly mechanism: Mechanism;
}

const about = (language: string) => `Connects from ${language}; whatever is secret it takes from the environment.`;

/** The snippet in one language. Strings are written as JSON, which every language here reads the same for what a URI can hold. */
export function snippet(language: Language, connection: Connection): ArtifactFile {
  switch (language) {
    case 'node':
      return { name: 'connect.mjs', format: 'javascript', text: node(connection), about: about('Node.js') };
    case 'python':
      return { name: 'connect.py', format: 'python', text: python(connection), about: about('Python') };
    case 'java':
      return { name: 'Connect.java', format: 'java', text: java(connection), about: about('Java') };
    case 'go':
      return { name: 'connect.go', format: 'go', text: go(connection), about: about('Go') };
    case 'csharp':
      return { name: 'Connect.cs', format: 'csharp', text: csharp(connection), about: about('C#') };
    case 'mongosh':
      return {
        name: 'connect.sh',
        format: 'shell',
        text: mongosh(connection),
        about: 'Opens mongosh, which asks for what is secret.',
        executable: true,
      };
    default:
      return language satisfies never;
  }
}

function lines(...parts: readonly (string | readonly string[])[]): string {
  return `${parts.flat().join('\n')}\n`;
}

function node({ uri, mechanism }: Connection): string {
  const options = takesPassword(mechanism)
    ? ['  auth: { username: process.env.MONGODB_USERNAME, password: process.env.MONGODB_PASSWORD },']
    : mechanism === 'x509'
      ? [
          '  // One PEM file with the certificate and its private key.',
          '  tlsCertificateKeyFile: process.env.MONGODB_CERTIFICATE,',
        ]
      : [];
  return lines(
    "import { MongoClient } from 'mongodb';",
    '',
    options.length === 0
      ? `export const client = new MongoClient(${JSON.stringify(uri)});`
      : [`export const client = new MongoClient(${JSON.stringify(uri)}, {`, ...options, '});'],
  );
}

function python({ uri, mechanism }: Connection): string {
  const named = takesPassword(mechanism)
    ? ['    username=os.environ["MONGODB_USERNAME"],', '    password=os.environ["MONGODB_PASSWORD"],']
    : mechanism === 'x509'
      ? [
          '    # One PEM file with the certificate and its private key.',
          '    tlsCertificateKeyFile=os.environ["MONGODB_CERTIFICATE"],',
        ]
      : [];
  return lines(
    named.length === 0 ? [] : ['import os', ''],
    'from pymongo import MongoClient',
    '',
    named.length === 0
      ? `client = MongoClient(${JSON.stringify(uri)})`
      : ['client = MongoClient(', `    ${JSON.stringify(uri)},`, ...named, ')'],
  );
}

function java({ uri, mechanism }: Connection): string {
  const imports = [
    'com.mongodb.ConnectionString',
    'com.mongodb.MongoClientSettings',
    ...(takesPassword(mechanism) ? ['com.mongodb.MongoCredential'] : []),
    'com.mongodb.client.MongoClient',
    'com.mongodb.client.MongoClients',
    ...(mechanism === 'x509'
      ? [
          'java.io.InputStream',
          'java.nio.file.Files',
          'java.nio.file.Path',
          'java.security.KeyStore',
          'javax.net.ssl.KeyManagerFactory',
          'javax.net.ssl.SSLContext',
        ]
      : []),
  ];
  const settings = [
    `            .applyConnectionString(new ConnectionString(${JSON.stringify(uri)}))`,
    ...(takesPassword(mechanism)
      ? [
          mechanism === 'ldap'
            ? '            .credential(MongoCredential.createPlainCredential(System.getenv("MONGODB_USERNAME"), "$external",'
            : '            .credential(MongoCredential.createCredential(System.getenv("MONGODB_USERNAME"), "admin",',
          '                System.getenv("MONGODB_PASSWORD").toCharArray()))',
        ]
      : []),
    ...(mechanism === 'x509' ? ['            .applyToSslSettings(ssl -> ssl.enabled(true).context(context))'] : []),
  ];
  return lines(
    imports.map((name) => `import ${name};`),
    '',
    'public final class Connect {',
    `    public static MongoClient connect()${mechanism === 'x509' ? ' throws Exception' : ''} {`,
    mechanism === 'x509'
      ? [
          '        // A PKCS#12 file with the certificate and its private key.',
          '        char[] password = System.getenv("MONGODB_KEYSTORE_PASSWORD").toCharArray();',
          '        KeyStore keys = KeyStore.getInstance("PKCS12");',
          '        try (InputStream file = Files.newInputStream(Path.of(System.getenv("MONGODB_KEYSTORE")))) {',
          '            keys.load(file, password);',
          '        }',
          '        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());',
          '        managers.init(keys, password);',
          '        SSLContext context = SSLContext.getInstance("TLS");',
          '        context.init(managers.getKeyManagers(), null, null);',
        ]
      : [],
    '        MongoClientSettings settings = MongoClientSettings.builder()',
    settings,
    '            .build();',
    '        return MongoClients.create(settings);',
    '    }',
    '}',
  );
}

function go({ uri, mechanism }: Connection): string {
  const needsEnvironment = takesPassword(mechanism) || mechanism === 'x509';
  const credential =
    mechanism === 'ldap'
      ? '\t\tAuthMechanism: "PLAIN", AuthSource: "$external", PasswordSet: true,'
      : '\t\tAuthSource: "admin", PasswordSet: true,';
  return lines(
    'package main',
    '',
    'import (',
    ...(mechanism === 'x509' ? ['\t"net/url"'] : []),
    ...(needsEnvironment ? ['\t"os"', ''] : []),
    '\t"go.mongodb.org/mongo-driver/v2/mongo"',
    '\t"go.mongodb.org/mongo-driver/v2/mongo/options"',
    ')',
    '',
    'func connect() (*mongo.Client, error) {',
    mechanism === 'x509'
      ? [
          '\t// One PEM file with the certificate and its private key.',
          '\tcertificate := url.QueryEscape(os.Getenv("MONGODB_CERTIFICATE"))',
          `\treturn mongo.Connect(options.Client().ApplyURI(${JSON.stringify(`${uri}&tlsCertificateKeyFile=`)} + certificate))`,
        ]
      : takesPassword(mechanism)
        ? [
            `\tclientOptions := options.Client().ApplyURI(${JSON.stringify(uri)}).SetAuth(options.Credential{`,
            credential,
            '\t\tUsername: os.Getenv("MONGODB_USERNAME"), Password: os.Getenv("MONGODB_PASSWORD"),',
            '\t})',
            '\treturn mongo.Connect(clientOptions)',
          ]
        : `\treturn mongo.Connect(options.Client().ApplyURI(${JSON.stringify(uri)}))`,
    '}',
  );
}

function csharp({ uri, mechanism }: Connection): string {
  return lines(
    ...(takesPassword(mechanism) || mechanism === 'x509' ? ['using System;'] : []),
    ...(mechanism === 'x509' ? ['using System.Security.Cryptography.X509Certificates;'] : []),
    'using MongoDB.Driver;',
    ...(mechanism === 'aws-iam' ? ['using MongoDB.Driver.Authentication.AWS;'] : []),
    '',
    'public static class Connect',
    '{',
    '    public static IMongoClient Create()',
    '    {',
    mechanism === 'aws-iam'
      ? [
          '        // From the package MongoDB.Driver.Authentication.AWS.',
          '        MongoClientSettings.Extensions.AddAWSAuthentication();',
        ]
      : [],
    `        var settings = MongoClientSettings.FromConnectionString(${JSON.stringify(uri)});`,
    takesPassword(mechanism)
      ? [
          mechanism === 'ldap'
            ? '        settings.Credential = MongoCredential.CreatePlainCredential("$external",'
            : '        settings.Credential = MongoCredential.CreateCredential("admin",',
          '            Environment.GetEnvironmentVariable("MONGODB_USERNAME"),',
          '            Environment.GetEnvironmentVariable("MONGODB_PASSWORD"));',
        ]
      : [],
    mechanism === 'x509'
      ? [
          '        // A PKCS#12 file with the certificate and its private key.',
          '        var certificate = new X509Certificate2(',
          '            Environment.GetEnvironmentVariable("MONGODB_KEYSTORE"),',
          '            Environment.GetEnvironmentVariable("MONGODB_KEYSTORE_PASSWORD"));',
          '        settings.SslSettings = new SslSettings { ClientCertificates = new[] { certificate } };',
        ]
      : [],
    '        return new MongoClient(settings);',
    '    }',
    '}',
  );
}

function mongosh({ uri, mechanism }: Connection): string {
  // In single quotes: a dollar in the string is no variable.
  const word = `'${uri}'`;
  const command = takesPassword(mechanism)
    ? `mongosh ${word} --username "$MONGODB_USERNAME"`
    : mechanism === 'x509'
      ? `mongosh ${word} --tls --tlsCertificateKeyFile "$MONGODB_CERTIFICATE"`
      : `mongosh ${word}`;
  return lines(
    '#!/bin/sh',
    'set -eu',
    ...(takesPassword(mechanism)
      ? ['# The password is asked for: in an argument, every program of the machine could read it.']
      : []),
    command,
  );
}
