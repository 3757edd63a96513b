import { responseSchemaTypes } from '../api/enumerations';
import type { ApiVersion } from '../api/parameter';
import {
	BUSINESS_ENTITY_LENGTH,
	contextTitles,
	EVENTS_DISABLED,
	eventHeaders,
	eventNames,
	headerNames,
	IDEMPOTENCY_KEY_LENGTH,
	responseSchemaNames,
} from '../api/requestHeaders';
import { InputError } from '../errors/InputError';
import { isEmpty } from '../values';

import { unknownName } from './fields';
import { requireWellFormed } from './form';
import { labelled } from './label';
import { toList } from './list';
import { requireLength, toChoice, toText } from './scalar';

const LINE_BREAK_OR_CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const OUTSIDE_LATIN_1 = /[^\u0000-\u00ff]/;
const ASCII = /^[\u0000-\u007f]*$/;

function headerValue(value: unknown, parameter: string, maxLength?: number): string {
	const text = toText(value, parameter);
	if (LINE_BREAK_OR_CONTROL.test(text)) {
		throw new InputError(
			parameter,
			`${parameter} contains a line break or control character`,
			'Remove it: the value is sent as one header line.',
		);
	}
	if (OUTSIDE_LATIN_1.test(text)) {
		throw new InputError(
			parameter,
			`${parameter} contains characters that a header cannot carry`,
			'Use letters of Western European languages (Latin-1) only.',
		);
	}
	requireLength(text, parameter, maxLength);
	return text;
}

function userHeader(value: unknown): [string, string] {
	const email = toText(value, 'user_email');
	if (ASCII.test(email)) return [headerNames.user, headerValue(email, 'user_email')];
	// Base64 would carry a replacement character in its place, and so another address.
	requireWellFormed(email, 'user_email');
	return [headerNames.userEncoded, Buffer.from(email).toString('base64')];
}

function eventPairs(value: unknown): Array<[string, string]> {
	const kinds = Object.keys(eventHeaders) as Array<keyof typeof eventHeaders>;
	return toList(value, 'suppress_events').map((kind): [string, string] => [
		eventHeaders[toChoice(kind, 'suppress_events', kinds, eventNames)],
		EVENTS_DISABLED,
	]);
}

type ContextName = keyof typeof contextTitles;

function isContextName(name: string): name is ContextName {
	return Object.hasOwn(contextTitles, name);
}

/** The names of `requestContext`, with what each becomes. */
const encoders: Readonly<Record<ContextName, (value: unknown) => Array<[string, string]>>> = {
	user_email: (value) => [userHeader(value)],
	ip: (value) => [[headerNames.ip, headerValue(value, 'ip')]],
	device: (value) => [[headerNames.device, headerValue(value, 'device')]],
	business_entity_id: (value) => [
		[headerNames.businessEntity, headerValue(value, 'business_entity_id', BUSINESS_ENTITY_LENGTH)],
	],
	suppress_events: eventPairs,
	idempotency_key: (value) => [
		[headerNames.idempotencyKey, headerValue(value, 'idempotency_key', IDEMPOTENCY_KEY_LENGTH)],
	],
	response_schema_type: (value) => [
		[headerNames.responseSchema, toChoice(value, 'response_schema_type', responseSchemaTypes, responseSchemaNames)],
	],
};

/** The entries of `requestContext` that are chosen from a list. */
export const contextChoices: readonly ContextName[] = ['business_entity_id', 'suppress_events', 'response_schema_type'];

/** An entry of `requestContext` as the editor names it, with its own name: `User IP (ip)`. */
export function contextLabel(name: string): string {
	return isContextName(name) ? `${contextTitles[name]} (${name})` : name;
}

/** Which entries of `requestContext` a request takes: reads cause no events, and version 1 knows no business entities. */
export function contextNames(method: 'GET' | 'POST', version: ApiVersion): string[] {
	return Object.keys(encoders).filter((name) => {
		if (name === 'suppress_events' || name === 'idempotency_key') return method === 'POST';
		if (name === 'business_entity_id' || name === 'response_schema_type') return version === 'v2';
		return true;
	});
}

/**
 * Turns the collection `requestContext` into Chargebee's headers. Empty values are not sent.
 * @throws InputError for an unknown name, a line break, characters outside Latin-1, or over-long values
 */
export function encodeHeaders(
	input: Readonly<Record<string, unknown>>,
	method: 'GET' | 'POST',
	version: ApiVersion,
): Record<string, string> {
	const valid = contextNames(method, version);
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(input)) {
		if (!isContextName(name)) {
			throw unknownName(name, valid, 'a customer or event option');
		}
		if (isEmpty(value)) continue;
		const label = contextLabel(name);
		if (!valid.includes(name)) {
			throw new InputError(
				name,
				`${label} does not apply to this request`,
				`It applies to ${name === 'business_entity_id' || name === 'response_schema_type' ? 'version 2 of the API' : 'operations that change something'}; remove it.`,
			);
		}
		for (const [header, text] of labelled(name, label, () => encoders[name](value))) headers[header] = text;
	}
	return headers;
}
