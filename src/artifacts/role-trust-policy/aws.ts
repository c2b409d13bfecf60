/** What Atlas uses a role for, and on what: a key or a bucket. */
export type AwsUse =
  | { readonly feature: 'encryption'; readonly keyArn: string }
  | { readonly feature: 'snapshot-export' | 'log-integration' | 'push-log-export'; readonly bucket: string };

/** An IAM policy document, as much of the language as is written here. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Resource?: readonly string[] | string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Who may assume the role: Atlas's account, with this project's external id alone. Without the condition anybody who can make
 * Atlas assume roles could use it (the confused deputy; Atlas, "Set Up Unified AWS Access").
 */
export function trustPolicy(account: string, externalId: string): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: account },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  };
}

/** What the role may do: for each use the least that Atlas's pages name. */
export function permissions(uses: readonly AwsUse[], partition: string): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: uses.flatMap((use): readonly PolicyStatement[] => {
      if (use.feature === 'encryption')
        return [
          {
            Sid: 'EncryptionAtRest',
            Effect: 'Allow',
            Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt'],
            Resource: [use.keyArn],
          },
        ];
      const bucket = `arn:${partition}:s3:::${use.bucket}`;
      const [ofBucket, ofObjects, sid] = ACTIONS[use.feature];
      return [
        { Sid: `${sid}Bucket`, Effect: 'Allow', Action: ofBucket, Resource: [bucket] },
        { Sid: `${sid}Objects`, Effect: 'Allow', Action: ofObjects, Resource: [`${bucket}/*`] },
      ];
    }),
  };
}

/** Actions on the bucket and on its objects (Atlas, pages of snapshot export, push-based log export and log integrations). */
const ACTIONS: Readonly<
  Record<Exclude<AwsUse['feature'], 'encryption'>, readonly [readonly string[], readonly string[], string]>
> = {
  'snapshot-export': [['s3:GetBucketLocation'], ['s3:PutObject'], 'SnapshotExport'],
  'log-integration': [
    ['s3:GetBucketLocation', 's3:ListBucket'],
    ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    'LogIntegration',
  ],
  'push-log-export': [['s3:GetBucketLocation', 's3:ListBucket'], ['s3:GetObject', 's3:PutObject'], 'PushLogExport'],
};
