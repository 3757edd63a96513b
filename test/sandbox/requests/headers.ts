import { isIP } from 'node:net';
import { responseSchemaTypes } from '../../../nodes/ChargebeeOrders/api/enumerations';
import {
	BUSINESS_ENTITY_LENGTH,
	eventHeaders,
	EVENTS_DISABLED,
	headerNames,
	IDEMPOTENCY_KEY_LENGTH,
} from '../../../nodes/ChargebeeOrders/api/requestHeaders';
import type { ApiVersion } from '../../../nodes/ChargebeeOrders/api/parameter';
import type { LedgerEntry } from '../ledger';
import { businessEntities } from '../siteSettings';
import { notFound, wrongValue } from './apiError';

export interface ReadHeaders {
	businessEntity: string | undefined;
	idempotencyKey: string | undefined;
	/** Whether the events of the write are not to be delivered. */
	deliveriesSuppressed: boolean;
}

const events: readonly string[] = Object.values(eventHeaders);
const email = /^[\x21-\x7e]+@[\x21-\x7e]+$/;

/**
 * Checks the `chargebee-*` headers. Wrong values throw 400, a business entity that does not exist 404; headers that
 * mean nothing on this kind of request are ignored and noted as violations, unheard-of ones as unknown.
 */
export function readHeaders(version: ApiVersion | undefined, entry: LedgerEntry): ReadHeaders {
	const read: ReadHeaders = { businessEntity: undefined, idempotencyKey: undefined, deliveriesSuppressed: false };
	const isPost = entry.method === 'POST';
	for (const [name, value] of Object.entries(entry.headers)) {
		if (!name.startsWith('chargebee-')) continue;
		if (events.includes(name)) {
			if (!isPost) entry.violations.push(`${name} on ${entry.method}`);
			else if (value !== EVENTS_DISABLED)
				throw wrongValue(name, `invalid value ${value}, the valid value is ${EVENTS_DISABLED}`);
			else if (name !== eventHeaders.email) read.deliveriesSuppressed = true;
		} else if (name === headerNames.idempotencyKey) {
			if (!isPost) entry.violations.push(`${name} on ${entry.method}`);
			else read.idempotencyKey = textOf(name, value, IDEMPOTENCY_KEY_LENGTH);
		} else if (name === headerNames.businessEntity) {
			if (version === 'v1') entry.violations.push(`${name} on version 1`);
			else read.businessEntity = businessEntityOf(name, value);
		} else if (!checkOther(name, value)) {
			entry.unknown.push(name);
		}
	}
	return read;
}

function businessEntityOf(name: string, value: string): string {
	const id = textOf(name, value, BUSINESS_ENTITY_LENGTH);
	if (!businessEntities.some((known) => known === id)) throw notFound(id);
	return id;
}

function checkOther(name: string, value: string): boolean {
	switch (name) {
		case headerNames.user:
			if (!email.test(value)) throw wrongValue(name, 'should be an email address in ASCII');
			return true;
		case headerNames.userEncoded:
			if (!isEncodedEmail(value)) throw wrongValue(name, 'should be the Base64 form of an email address in UTF-8');
			return true;
		case headerNames.ip:
			if (isIP(value) === 0) throw wrongValue(name, 'should be an IP address');
			return true;
		case headerNames.device:
			textOf(name, value);
			return true;
		case headerNames.responseSchema:
			if (!responseSchemaTypes.some((type) => type === value))
				throw wrongValue(name, `valid values are ${responseSchemaTypes.join(', ')}`);
			return true;
		default:
			return false;
	}
}

function isEncodedEmail(value: string): boolean {
	if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)) return false;
	const decoded = Buffer.from(value, 'base64').toString('utf8');
	return /^[^\s@\uFFFD]+@[^\s@\uFFFD]+$/.test(decoded);
}

function textOf(name: string, value: string, maxLength = Infinity): string {
	if (value === '') throw wrongValue(name, 'cannot be blank');
	if (value.length > maxLength) throw wrongValue(name, `length should not be greater than ${maxLength}`);
	return value;
}
