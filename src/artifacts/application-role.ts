import type { Problem } from '../core/failure.ts';
import { type HclBlock, printHcl, terraformName } from '../core/hcl.ts';
import { type ArtifactFile, defineArtifact } from './artifact.ts';
import { grantedRoles, optionProblem, refuse } from './choose.ts';
import { jsonText, shellWord } from './write.ts';

/** The AWS service that runs the application, by runtime. EKS has none: its pods prove themselves to the cluster's identity provider. */
const SERVICES = { lambda: 'lambda.amazonaws.com', ec2: 'ec2.amazonaws.com', ecs: 'ecs-tasks.amazonaws.com' } as const;

export default defineArtifact({
  id: 'application-role',
  title: 'The application’s own AWS role',
  summary: 'an AWS role by which a Lambda, EC2, ECS or EKS application logs in to the database without a password',
  about:
    'With MONGODB-AWS an application proves which IAM role it runs as; no password exists. The role needs no permission for it: the ' +
    'driver signs sts:GetCallerIdentity, which every identity may call. Only the workload that is named here may take the role.',
  serves: ['authentication-and-authorization/database-users'],
  options: {
    runtime: { type: 'string', choices: ['lambda', 'ec2', 'ecs', 'eks'], text: 'where the application runs' },
    account: { type: 'string', value: 'ID', text: 'the AWS account, 12 digits' },
    name: { type: 'string', value: 'ROLE', text: 'what the role is called' },
    'source-arn': {
      type: 'string',
      value: 'ARN',
      text: 'Lambda, ECS: the only function or cluster that may use it, so that no other can',
    },
    'oidc-issuer': { type: 'string', value: 'URL', text: 'EKS: the cluster’s OpenID Connect issuer' },
    namespace: { type: 'string', value: 'NAME', text: 'EKS: the namespace of the pods' },
    'service-account': { type: 'string', value: 'NAME', text: 'EKS: the Kubernetes service account of the pods' },
    grant: {
      type: 'string',
      multiple: true,
      value: 'ROLE@DB',
      text: 'what the database user may do: readWrite@shop, or a custom role @admin',
    },
    cluster: { type: 'string', value: 'NAME', text: 'the only cluster that the database user is for' },
  },
  reads: () => [],
  usage: [
    'application-role --runtime lambda --account 111122223333 --name shop-orders --grant readWrite@shop --cluster prod',
    'application-role --runtime eks --account 111122223333 --name shop-api --oidc-issuer https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE --namespace shop --service-account api --grant readWrite@shop',
  ],
  sources: ['https://www.mongodb.com/docs/atlas/security/aws-iam-authentication/', 'createGroupDatabaseUser'],
  make({ values }) {
    const { runtime, account, name, grant = [], cluster } = values;
    const problems: Problem[] = [];
    const need = (option: string, value: string | undefined, why: string) => {
      if (value === undefined)
        problems.push(optionProblem(`Could not write the role: --${option} is missing.`, why, `Add --${option}.`));
    };
    need('runtime', runtime, 'It decides who may take the role.');
    need('account', account, 'The role’s ARN is the database user’s name.');
    need('name', name, 'The role has no name.');
    if (account !== undefined && !/^\d{12}$/.test(account))
      problems.push(
        optionProblem(
          `"${account}" is no AWS account.`,
          'An account is 12 digits.',
          'Write for example --account 111122223333.',
        ),
      );
    if (name !== undefined && !/^[\w+=,.@-]{1,64}$/.test(name))
      problems.push(
        optionProblem(
          `"${name}" cannot be a role’s name.`,
          'IAM takes up to 64 letters, digits and +=,.@_-.',
          'Choose another --name.',
        ),
      );
    if (runtime === 'eks')
      for (const option of ['oidc-issuer', 'namespace', 'service-account'] as const)
        need(option, values[option], 'Without it any pod of the cluster could take the role.');
    const roles = grantedRoles(grant, problems);
    if (grant.length === 0)
      problems.push(
        optionProblem(
          'Could not write the database user.',
          'Nothing was said of what it may do.',
          'Add --grant ROLE@DB, for example readWrite@shop.',
        ),
      );
    if (problems.length > 0 || runtime === undefined || account === undefined || name === undefined)
      throw refuse(problems);
    const trust =
      runtime === 'eks'
        ? podTrust(
            account,
            values['oidc-issuer'] as string,
            values.namespace as string,
            values['service-account'] as string,
          )
        : serviceTrust(SERVICES[runtime], account, values['source-arn']);
    const arn = `arn:aws:iam::${account}:role/${name}`;
    const user = {
      databaseName: '$external',
      awsIAMType: 'ROLE',
      username: arn,
      roles,
      ...(cluster === undefined ? {} : { scopes: [{ name: cluster, type: 'CLUSTER' }] }),
    };
    return {
      files: [
        {
          name: 'trust-policy.json',
          format: 'json',
          text: jsonText(trust),
          about: 'Who may take the role: this workload alone.',
        },
        {
          name: 'role.tf',
          format: 'hcl',
          text: printHcl(blocksOf(name, arn, runtime, trust, roles, cluster)),
          about: 'The role in AWS and the database user in Atlas, with Terraform.',
        },
        {
          name: 'database-user.json',
          format: 'json',
          text: jsonText(user),
          about: 'The database user, as createGroupDatabaseUser takes it.',
        },
        {
          name: 'create-role.sh',
          format: 'shell',
          text: scriptOf(name, runtime),
          about: 'The role with the AWS CLI.',
          executable: true,
        },
        ...(runtime === 'eks'
          ? [
              {
                name: 'service-account.yaml',
                format: 'yaml',
                text: serviceAccountYaml(values.namespace as string, values['service-account'] as string, arn),
                about: 'The Kubernetes service account that carries the role.',
              } as const,
            ]
          : []),
      ] satisfies readonly ArtifactFile[],
      next: [
        'Make the role (create-role.sh or role.tf) and let the application run as it.',
        'Make the database user (role.tf, or database-user.json sent to createGroupDatabaseUser).',
        'Connect with `fivefold artifact connection-strings --mechanism aws-iam`: the string holds no user and no password.',
        'Then remove the application’s user with a password.',
      ],
      remarks: [
        ...(runtime === 'lambda' || runtime === 'ecs'
          ? values['source-arn'] === undefined
            ? [
                'Any function or task of the account to which somebody passes the role could use it: --source-arn narrows it, and iam:PassRole decides who may pass it.',
              ]
            : []
          : []),
        'AWS IAM and LDAP authorization exclude each other in a project.',
        'Many short-lived functions that log in at once may reach the limit of AWS STS (600 requests a second for an account and region): keep clients between invocations.',
      ],
    };
  },
  examples: [
    {
      name: 'Lambda',
      values: {
        runtime: 'lambda',
        account: '111122223333',
        name: 'shop-orders',
        grant: ['readWrite@shop'],
        cluster: 'prod',
      },
    },
    {
      name: 'ECS, one cluster alone',
      values: {
        runtime: 'ecs',
        account: '111122223333',
        name: 'shop-api',
        'source-arn': 'arn:aws:ecs:eu-west-1:111122223333:*',
        grant: ['order-writer@admin'],
      },
    },
    {
      name: 'EC2',
      values: { runtime: 'ec2', account: '111122223333', name: 'batch', grant: ['read@shop', 'readWrite@reports'] },
    },
    {
      name: 'EKS',
      values: {
        runtime: 'eks',
        account: '111122223333',
        name: 'shop-api',
        'oidc-issuer': 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
        namespace: 'shop',
        'service-account': 'api',
        grant: ['readWrite@shop'],
      },
    },
  ],
});

type Trust = ReturnType<typeof serviceTrust> | ReturnType<typeof podTrust>;

function serviceTrust(service: string, account: string, sourceArn: string | undefined) {
  const condition = {
    // EC2 sends neither key, so there is nothing to narrow by; an instance profile names the role.
    ...(service === SERVICES.ec2 ? {} : { StringEquals: { 'aws:SourceAccount': account } }),
    ...(sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': sourceArn } }),
  };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
      },
    ],
  };
}

function podTrust(account: string, issuer: string, namespace: string, serviceAccount: string) {
  const host = issuer.replace(/^https:\/\//, '').replace(/\/$/, '');
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${host}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
            [`${host}:aud`]: 'sts.amazonaws.com',
          },
        },
      },
    ],
  };
}

function blocksOf(
  name: string,
  arn: string,
  runtime: string,
  trust: Trust,
  roles: readonly { readonly roleName: string; readonly databaseName: string }[],
  cluster: string | undefined,
): readonly HclBlock[] {
  const label = terraformName(name);
  return [
    { type: 'variable', labels: ['project_id'], body: { attributes: { type: { ref: 'string' } } } },
    {
      type: 'resource',
      labels: ['aws_iam_role', label],
      body: { attributes: { name, assume_role_policy: JSON.stringify(trust) } },
    },
    ...(runtime === 'ec2'
      ? [
          {
            type: 'resource',
            labels: ['aws_iam_instance_profile', label],
            body: { attributes: { name, role: { ref: `aws_iam_role.${label}.name` } } },
          },
        ]
      : []),
    {
      comment: [`The user’s name is the role’s ARN: ${arn}`],
      type: 'resource',
      labels: ['mongodbatlas_database_user', label],
      body: {
        attributes: {
          project_id: { ref: 'var.project_id' },
          username: { ref: `aws_iam_role.${label}.arn` },
          auth_database_name: '$external',
          aws_iam_type: 'ROLE',
        },
        blocks: [
          ...roles.map(({ roleName, databaseName }) => ({
            type: 'roles',
            body: { attributes: { role_name: roleName, database_name: databaseName } },
          })),
          ...(cluster === undefined
            ? []
            : [{ type: 'scopes', body: { attributes: { name: cluster, type: 'CLUSTER' } } }]),
        ],
      },
    },
  ];
}

function scriptOf(name: string, runtime: string): string {
  const word = shellWord(name);
  return [
    '#!/bin/sh',
    'set -eu',
    `aws iam create-role --role-name ${word} --assume-role-policy-document file://trust-policy.json`,
    ...(runtime === 'ec2'
      ? [
          `aws iam create-instance-profile --instance-profile-name ${word}`,
          `aws iam add-role-to-instance-profile --instance-profile-name ${word} --role-name ${word}`,
        ]
      : []),
    '',
  ].join('\n');
}

function serviceAccountYaml(namespace: string, name: string, arn: string): string {
  return [
    'apiVersion: v1',
    'kind: ServiceAccount',
    'metadata:',
    `  name: ${JSON.stringify(name)}`,
    `  namespace: ${JSON.stringify(namespace)}`,
    '  annotations:',
    `    eks.amazonaws.com/role-arn: ${JSON.stringify(arn)}`,
    '',
  ].join('\n');
}
