import type { responseSchemaTypes } from './enumerations';

/** The request headers of Chargebee's API that a person can set, under the names of the collection `requestContext`. */
export const headerNames = {
	/** Email address in ASCII. */
	user: 'chargebee-request-origin-user',
	/** Base64 of the UTF-8 email address; Chargebee then ignores the plain one. */
	userEncoded: 'chargebee-request-origin-user-encoded',
	ip: 'chargebee-request-origin-ip',
	device: 'chargebee-request-origin-device',
	/** Version 2 only; a wrong entity is answered with 404. */
	businessEntity: 'chargebee-business-entity-id',
	/** POST only, 100 characters at most, remembered for 30 minutes. */
	idempotencyKey: 'chargebee-idempotency-key',
	/** For sites on which both product catalogs are live. */
	responseSchema: 'chargebee-response-schema-type',
} as const;

/** What the editor calls the entries of `requestContext`. */
export const contextTitles = {
	user_email: 'User Email',
	ip: 'User IP',
	device: 'User Device',
	business_entity_id: 'Business Entity ID',
	suppress_events: 'Suppress Events',
	idempotency_key: 'Idempotency Key',
	response_schema_type: 'Response Schema',
} as const;

/** What a write can suppress; each header takes the one value `all-disabled`. */
export const eventHeaders = {
	actions: 'chargebee-event-actions',
	email: 'chargebee-event-email',
	webhook: 'chargebee-event-webhook',
} as const;

/** What the editor calls the events that can be suppressed. */
export const eventNames: Readonly<Record<keyof typeof eventHeaders, string>> = {
	actions: 'All Actions',
	email: 'Emails',
	webhook: 'Webhooks',
};

/** What the editor calls the forms of an answer. */
export const responseSchemaNames: Readonly<Record<(typeof responseSchemaTypes)[number], string>> = {
	compat: 'Compatible',
	items: 'Items',
	plans_addons: 'Plans and Addons',
};

/** The headers that only a write may have. */
export const writeHeaders: readonly string[] = [headerNames.idempotencyKey, ...Object.values(eventHeaders)];

export const EVENTS_DISABLED = 'all-disabled';

export const IDEMPOTENCY_KEY_LENGTH = 100;
export const BUSINESS_ENTITY_LENGTH = 50;
