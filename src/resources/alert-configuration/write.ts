import { type ApiCall, type Body, callOf } from '../../core/call.ts';
import { type Change, changedFields, type SecretSource, type UpdateChange } from '../../core/change.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceWrite } from '../../core/resource.ts';
import { fromWire, operations } from './api.ts';
import type { AlertConfiguration, AlertNotification, AlertThreshold } from './model.ts';
import { NOTIFICATION_TYPES, notificationToWire, secretFields } from './notification.ts';

/** Null values are not sent: Atlas takes none. */
function known(fields: Readonly<Record<string, string | number | null>>): Readonly<Record<string, Body>> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string | number] => entry[1] !== null),
  );
}

function thresholdToWire(limit: AlertThreshold | null): Readonly<Record<string, Body>> {
  if (limit === null) return {};
  const { metricName, mode, ...plain } = limit;
  return metricName === null ? { threshold: known(plain) } : { metricThreshold: known({ metricName, mode, ...plain }) };
}

/** What a PUT or a POST cannot say: an event that Atlas no longer has, nobody to tell, or templates that are not read. */
function isSayable({ eventTypeName, notifications }: AlertConfiguration): boolean {
  return eventTypeName !== null && notifications.length > 0 && notifications.every(({ templated }) => !templated);
}

/** Does only the switch change? It has a call of its own, which sends no notification. */
function isToggle(change: UpdateChange<AlertConfiguration>): boolean {
  return sameJson(changedFields(change), ['enabled']);
}

/** The same way to the same recipient: the key behind it may stay. A webhook that is signed anew needs a new secret. */
function isSameWay(a: AlertNotification, b: AlertNotification): boolean {
  const way = ({ type, recipient, integrationId, region, signed }: AlertNotification) => [
    type,
    recipient,
    integrationId,
    region,
    signed,
  ];
  return sameJson(way(a), way(b));
}

/** For each notification, in order, the one of before whose key it keeps; undefined: it is new. */
function keptNotifiers(change: Change<AlertConfiguration>): readonly (string | undefined)[] {
  if (change.type !== 'update') return [];
  const { notifications, notifierIds } = change.before;
  const taken = new Set<number>();
  return change.after.notifications.map((item) => {
    const place = notifications.findIndex((old, position) => !taken.has(position) && isSameWay(old, item));
    if (place >= 0) taken.add(place);
    return notifierIds[place] ?? undefined;
  });
}

/** Atlas keeps a key for the notifier that is named; a telephone number is no key, so that it is given again (unconfirmed). */
function keepsSecret({ type }: AlertNotification, notifierId: string | undefined): boolean {
  return notifierId !== undefined && type !== 'SMS';
}

const secretName = (position: number, field: string) => `notifications[${position}].${field}`;

/** A PUT replaces every notification: a key is given for each that is new, or that has no notifier to keep it. */
function secretInputs(change: Change<AlertConfiguration>): Readonly<Record<string, SecretSource>> {
  if (change.type === 'delete' || !isSayable(change.after)) return {};
  if (change.type === 'update' && isToggle(change)) return {};
  const kept = keptNotifiers(change);
  const used = new Map<string, number>();
  return Object.fromEntries(
    change.after.notifications.flatMap((item, position) =>
      keepsSecret(item, kept[position])
        ? []
        : secretFields(item).map((field): [string, SecretSource] => {
            const variable = NOTIFICATION_TYPES[item.type]?.secrets?.[field] ?? '';
            const count = (used.get(variable) ?? 0) + 1;
            used.set(variable, count);
            const name = count === 1 ? variable : `${variable}_${count}`;
            return [secretName(position, field), { from: 'environment', name }];
          }),
    ),
  );
}

function toBody(change: Exclude<Change<AlertConfiguration>, { readonly type: 'delete' }>): Body {
  const { after } = change;
  const kept = keptNotifiers(change);
  const notifications = after.notifications.map((item, position) => {
    const notifierId = kept[position];
    const secrets = keepsSecret(item, notifierId) ? [] : secretFields(item);
    return notificationToWire(item, {
      ...Object.fromEntries(secrets.map((field) => [field, { $secret: secretName(position, field) }])),
      // Documented to keep the key of a third-party notification (updateGroupAlertConfig, `notifierId`); not recorded.
      ...(notifierId === undefined || secretFields(item).length === 0 ? {} : { notifierId }),
    });
  });
  return {
    // Left out, it would turn the alert off (recorded: updateGroupAlertConfig).
    enabled: after.enabled,
    eventTypeName: after.eventTypeName,
    matchers: after.matchers.map((matcher) => ({ ...matcher })),
    notifications,
    ...(after.severityOverride === null ? {} : { severityOverride: after.severityOverride }),
    ...thresholdToWire(after.threshold),
  };
}

const paths = ({ projectId, id }: AlertConfiguration) => ({ groupId: projectId, alertConfigId: id });

function update(change: UpdateChange<AlertConfiguration>): readonly ApiCall[] {
  const { before, after } = change;
  if (isToggle(change)) return [callOf(operations.toggle, paths(before), { body: { enabled: after.enabled } })];
  return isSayable(after) ? [callOf(operations.replace, paths(before), { body: toBody(change) })] : [];
}

export const write: ResourceWrite<AlertConfiguration> = {
  operations: [operations.create, operations.get, operations.replace, operations.toggle, operations.delete],
  create: (change) =>
    isSayable(change.after)
      ? [callOf(operations.create, { groupId: change.after.projectId }, { body: toBody(change) })]
      : [],
  update,
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  // A project may have any number that watch for the same (recorded): the recipients tell them apart.
  isSame: (wanted, found) =>
    wanted.projectId === found.projectId &&
    wanted.eventTypeName === found.eventTypeName &&
    sameJson(wanted.matchers, found.matchers) &&
    sameJson(wanted.threshold, found.threshold) &&
    sameJson(wanted.notifications, found.notifications),
  secretInputs,
};
