/** Alerts that a project should have: which of them are missing, and how they come on. */
import type { Change } from '../core/change.ts';
import alertConfiguration from '../resources/alert-configuration/index.ts';
import type { AlertConfiguration, AlertNotification, AlertThreshold } from '../resources/alert-configuration/model.ts';

/** An alert that a project should have. */
export interface WantedAlert {
  /** Any of these events will do; the first is made where none of them stands there disabled. */
  readonly eventTypeNames: readonly [string, ...string[]];
  readonly threshold: AlertThreshold | null;
  readonly because: string;
}

/** Those of which no alert is enabled; the same one, wanted twice, once. */
export function missingAlerts(
  all: readonly AlertConfiguration[],
  wanted: readonly WantedAlert[],
): readonly WantedAlert[] {
  const enabled = new Set(all.filter((each) => each.enabled).map(({ eventTypeName }) => eventTypeName));
  const missing = wanted.filter(({ eventTypeNames }) => !eventTypeNames.some((type) => enabled.has(type)));
  return [...new Map(missing.map((each) => [each.eventTypeNames[0], each])).values()];
}

/** What is missing, for a sentence. */
export function alertNames(wanted: readonly WantedAlert[]): string {
  return wanted.map(({ eventTypeNames }) => eventTypeNames.join(' or ')).join(', ');
}

const message: AlertNotification = {
  type: 'EMAIL',
  recipient: null,
  integrationId: null,
  region: null,
  signed: null,
  templated: null,
  roles: [],
  delayMinutes: 0,
  intervalMinutes: 60,
  emailEnabled: null,
  smsEnabled: null,
};

/** Tells an address by e-mail, every hour until somebody says that it was seen. */
export function toAddress(recipient: string): AlertNotification {
  return { ...message, recipient };
}

/** As Atlas's own alerts do it (recorded: listGroupAlertConfigs). */
const toOwners: AlertNotification = {
  ...message,
  type: 'GROUP',
  roles: ['GROUP_OWNER'],
  emailEnabled: true,
  smsEnabled: false,
};

/** Turns on an alert that stands there disabled and tells somebody of everything; otherwise makes one that tells the owners. */
export function alertChanges(
  all: readonly AlertConfiguration[],
  wanted: readonly WantedAlert[],
  projectId: string,
  securityContact: string | null,
): readonly Change[] {
  return wanted.map(({ eventTypeNames, threshold, because }) => {
    const disabled = all.find(
      ({ enabled, eventTypeName, matchers, notifications }) =>
        !enabled &&
        eventTypeName !== null &&
        eventTypeNames.includes(eventTypeName) &&
        matchers.length === 0 &&
        notifications.some(({ emailEnabled, smsEnabled }) => emailEnabled !== false || smsEnabled === true),
    );
    if (disabled !== undefined) return alertConfiguration.update(disabled, { enabled: true }, because);
    const [eventTypeName] = eventTypeNames;
    const notifications = [toOwners, ...(securityContact === null ? [] : [toAddress(securityContact)])];
    return alertConfiguration.create(
      {
        projectId,
        id: `new-${eventTypeName}`,
        eventTypeName,
        enabled: true,
        severityOverride: null,
        matchers: [],
        threshold,
        notifications,
        notifierIds: notifications.map(() => null),
        created: null,
        updated: null,
      },
      because,
    );
  });
}
