import type { ConsoleDialect } from '../../core/resource.ts';
import type { LogIntegration } from './model.ts';

const TILES: Readonly<Record<string, string>> = {
  S3_LOG_EXPORT: 'AWS S3',
  GCS_LOG_EXPORT: 'Google Cloud Storage',
  AZURE_LOG_EXPORT: 'Azure Blob Storage',
  DATADOG_LOG_EXPORT: 'Datadog',
  SPLUNK_LOG_EXPORT: 'Splunk',
  OTEL_LOG_EXPORT: 'OpenTelemetry',
};

const tileOf = ({ type }: LogIntegration) => TILES[type] ?? type;

export const ui: ConsoleDialect<LogIntegration> = {
  page: 'export-logs/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Project Settings', 'Integrations'],
  settings: {
    logTypes: 'Log types',
    destination: 'the destination (bucket, container, region or URL)',
    roleId: 'the cloud provider access role',
    kmsKey: 'KMS key',
    prefixPath: 'Path prefix',
    legacyPaths: 'a folder per day',
    headerNames: 'Headers',
  },
  create: (sink) => [
    `Press Configure at log export to ${tileOf(sink)}.`,
    ...(sink.roleId === null ? [] : [`Choose the role ${sink.roleId}, which has to be authorised.`]),
    `Enter ${sink.destination} as destination${sink.prefixPath === null ? '' : `, and ${sink.prefixPath} as path prefix`}.`,
    ...(sink.kmsKey === null ? [] : [`Enter the KMS key ${sink.kmsKey}.`]),
    ...(sink.roleId === null ? ['Paste the key, token or headers from where you keep secrets.'] : []),
    `Choose the log types ${sink.logTypes.join(', ')} and no other.`,
    'Press Save.',
  ],
  open: (sink) => [`Press Edit at log export to ${tileOf(sink)} (${sink.destination}).`],
  delete: (sink) => [`Press Delete at log export to ${tileOf(sink)} (${sink.destination}), and confirm.`],
};
