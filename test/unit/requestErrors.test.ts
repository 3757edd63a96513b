import { ApiError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import type { ApiRequest } from '../../nodes/ChargebeeOrders/transport/outcome';
import {
	rateLimitError,
	patienceError,
	outageError,
	exportPlaceError,
	notSentError,
	tooLateError,
} from '../../nodes/ChargebeeOrders/transport/requestErrors';
import { read, write } from '../support/fakeSite';

const error = new ApiError('No', { status: 503, code: 'down' });
const shown = ({ message, details }: ApiError): unknown => ({ message, ...details });
const lasting =
	'It is not known whether Chargebee did the work. Retry On Fail repeats it safely within 30 minutes; otherwise look in Chargebee first.';

it.each([
	[30_001, 30_000, 'the next try would be in 31 s, and the longest wait set is 30 s'],
	[30_000, 30_000, 'the longest wait set, 30 s, is used up'],
	[0, 1_500, 'the longest wait set, 2 s, is used up'],
])('the error after %d ms with a patience of %d ms says: %s', (wait, patience, bound) => {
	expect(shown(patienceError(error, read('1'), { wait, patience, unknown: false }))).toEqual({
		message: `No (${bound})`,
		status: 503,
		code: 'down',
		hint: 'Raise Rate Limit Wait in Options, or run later.',
		...(wait > 0 ? { retryAfterMs: wait } : {}),
	});
});

it('a limit that closes for too long says that it is used up, and whether a write may have been done', () => {
	const givenUp = { wait: 60_000, patience: 1_000, unknown: false };
	const message = "Chargebee's rate limit is used up (the next try would be in 60 s, and the longest wait set is 1 s)";
	const hint = 'Raise Rate Limit Wait in Options, or run later.';
	expect(shown(rateLimitError(write('1'), givenUp))).toEqual({
		message,
		hint,
		status: 429,
		retryable: true,
		retryAfterMs: 60_000,
	});
	expect(shown(rateLimitError(write('1'), { ...givenUp, unknown: true }))).toEqual({
		message,
		hint: `${hint} ${lasting}`,
		status: 429,
		retryable: true,
		retryAfterMs: 60_000,
		outcomeUnknown: true,
	});
});

it('an export without a place says for how long one was looked for', () => {
	expect(shown(exportPlaceError(error, 90_000))).toEqual({
		message: 'Chargebee runs five exports of a site at a time, and had no place for this one (No)',
		status: 503,
		code: 'down',
		hint: 'It was tried for 90 s. Run it when others are done, or raise the wait: Maximum Wait of Start and Download, Rate Limit Wait of Start.',
	});
});

it.each([
	[{ tried: 999 }, 'No'],
	[{ tried: 1_000 }, 'No (tried for 1 s)'],
	[{ tried: 0, wait: 40_000 }, 'No (tried for 0 s, and it asks for 40 s more)'],
	[{ tried: 5_500, wait: 1 }, 'No (tried for 6 s, and it asks for 1 s more)'],
])('an error of a site that is down, after %j: %s', (times, message) => {
	expect(shown(outageError(error, times))).toEqual({ message, status: 503, code: 'down' });
});

it.each([
	[true, 'Check that the site in the credential exists and can be reached from n8n, then try again.'],
	[false, 'Run it again when the site answers: status.chargebee.com tells of outages.'],
])('what is not sent at all says so; nothing there ever answered: %s', (isUnknown, hint) => {
	expect(shown(notSentError('ECONNREFUSED', 61_000, isUnknown))).toEqual({
		message: 'Chargebee has not answered for 61 s, so nothing was sent (ECONNREFUSED)',
		hint,
		retryable: true,
	});
});

describe('a write that is too old to be sent again', () => {
	const age = 26 * 60_000 - 1;
	const only = 'Chargebee recognises a repeated write for 30 minutes only, so the node sends none after 25.';
	const silence = { reason: 'socket hang up', code: 'ECONNRESET' };

	it('says so where Retry On Fail brought it up', () => {
		expect(shown(tooLateError(write('1'), age, undefined, true))).toEqual({
			message: 'Not sent again 25 minutes after its first try in this execution',
			hint: `${only} Look in Chargebee what became of the first try.`,
			retryable: false,
			outcomeUnknown: true,
		});
	});

	it.each([
		[true, `${only} It is not known whether Chargebee did the work: look there first.`],
		[false, only],
	])('says what the last try ended in, and what that means; may be done: %s', (unknown, hint) => {
		const { message, details } = tooLateError(write('1'), age, silence, unknown);
		expect(message).toBe(
			'No usable answer from Chargebee: socket hang up (not sent again 25 minutes after its first try)',
		);
		expect(details).toMatchObject({ hint, retryable: true });
		expect(details.outcomeUnknown === true).toBe(unknown);
	});
});

describe('what a write of unknown outcome advises', () => {
	const given = { wait: 0, patience: 1_000, unknown: true };
	const hintOf = (request: ApiRequest): string | undefined => patienceError(error, request, given).details.hint;

	it.each<[string, ApiRequest, string]>([
		['of a key that lasts', write('1'), lasting],
		[
			'of a key for one call',
			{ ...write('1'), writeKey: { value: 'k', lasting: false } },
			'It is not known whether Chargebee did the work. Sent again, it may be done twice: look in Chargebee first.',
		],
		[
			'of no key',
			{ ...read('1'), method: 'POST' },
			'It is not known whether Chargebee did the work. Sent again, it may be done twice: look in Chargebee first.',
		],
		[
			"of a person's own key",
			{ ...write('1'), headers: { 'chargebee-idempotency-key': 'mine' } },
			'It is not known whether Chargebee did the work. Sent again with the same Idempotency Key within 30 minutes, it is done once; otherwise look in Chargebee first.',
		],
	])('is that %s', (_, request, advice) => {
		expect(hintOf(request)).toBe(`Raise Rate Limit Wait in Options, or run later. ${advice}`);
	});
});
