import type { Requester, RequestFunctions } from '../../nodes/ChargebeeOrders/Call';
import {
	failure,
	isUsable,
	mayBeDone,
	outcomeOf,
	type ApiRequest,
} from '../../nodes/ChargebeeOrders/transport/outcome';
import { httpOptions, textOf, transmit } from '../../nodes/ChargebeeOrders/transport/transmit';
import { FakeSite, read, write } from '../support/fakeSite';

const site = new FakeSite();

describe('a request as n8n sends it', () => {
	const always = {
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
		disableFollowRedirect: true,
		timeout: 90_000,
	};

	it('is a read with its query', () => {
		const request: ApiRequest = { ...read('1'), pairs: [['limit', '2']], headers: { 'x-own': '1' } };
		expect(httpOptions(site.requester(), request)).toEqual({
			...always,
			method: 'GET',
			url: `${site.origin}/api/v2/orders/1?limit=2`,
			headers: { Accept: 'application/json', 'x-own': '1' },
		});
		expect(httpOptions(site.requester(), read('1')).url).toBe(`${site.origin}/api/v2/orders/1`);
		const keyed = { ...read('1'), writeKey: { value: 'k', lasting: true } };
		expect(httpOptions(site.requester(), keyed).headers).toEqual({ Accept: 'application/json' });
	});

	it('is a write with its form and key; that of the person goes before', () => {
		const headers = {
			Accept: 'application/json',
			'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
			'chargebee-idempotency-key': 'key of 1',
		};
		const url = `${site.origin}/api/v2/orders/1`;
		expect(httpOptions(site.requester(), write('1'))).toEqual({
			...always,
			method: 'POST',
			url,
			headers,
			body: 'note=1',
		});
		const own = { ...write('1'), pairs: [], headers: { 'chargebee-idempotency-key': 'mine' } };
		expect(httpOptions(site.requester(), own)).toEqual({
			...always,
			method: 'POST',
			url,
			headers: { ...headers, 'chargebee-idempotency-key': 'mine' },
		});
		const keyless: ApiRequest = { ...read('1'), method: 'POST' };
		expect(httpOptions(site.requester(), keyless).headers).not.toHaveProperty('chargebee-idempotency-key');
	});

	it('goes through the proxy of the node, and past a certificate that is not to be checked', () => {
		const proxy = { host: 'proxy.example', port: 3128 };
		const requester = site.requester({ proxy, skipSslCertificateValidation: true, timeout: 5 });
		expect(httpOptions(requester, read('1'))).toMatchObject({
			proxy,
			skipSslCertificateValidation: true,
			timeout: 5,
		});
	});

	it('is told from others by its address and body', () => {
		const options = httpOptions(site.requester(), write('1'));
		expect(textOf(options)).toBe(`${site.origin}/api/v2/orders/1 note=1`);
		expect(textOf(httpOptions(site.requester(), read('1')))).toBe(`${site.origin}/api/v2/orders/1 `);
	});
});

describe('one try', () => {
	/** What comes of n8n's answer, and what n8n was given. */
	async function tried(answer: () => unknown) {
		const given: unknown[][] = [];
		const helpers = {
			httpRequestWithAuthentication: async (...args: unknown[]) => {
				given.push(args);
				return await Promise.resolve().then(answer);
			},
		};
		const requester: Requester = {
			...site.requester(),
			functions: { helpers } as unknown as RequestFunctions,
			site: { origin: site.origin, credential: { apiKey: 'k' }, custom: true },
		};
		const options = httpOptions(requester, read('1'));
		return { result: await transmit(requester, options), given, options };
	}

	it('goes out with the credential of the item, and a copy of the headers', async () => {
		const { result, given, options } = await tried(() => ({ statusCode: 201, headers: { a: 'b' }, body: {}, more: 1 }));
		expect(result).toEqual({ status: 201, headers: { a: 'b' }, body: {} });
		const [[type, sent, more] = []] = given as Array<[string, typeof options, unknown]>;
		expect([type, sent, more]).toEqual([
			'chargebeeSiteApi',
			options,
			{
				credentialsDecrypted: { id: '', name: '', type: 'chargebeeSiteApi', data: { apiKey: 'k' } },
				preAuthenticationRetryStatusCode: [],
			},
		]);
		expect(sent?.headers).not.toBe(options.headers);
	});

	it.each([undefined, null, 'text', {}, { statusCode: '200' }])(
		'that is answered with %j has no answer',
		async (answer) => {
			expect((await tried(() => answer)).result).toEqual({ reason: 'the answer could not be read', code: '' });
		},
	);

	const coded = (message: string, code: unknown, cause?: unknown): Error =>
		Object.assign(new Error(message, { cause }), { code });
	it.each([
		['an error with a code', coded('hang up', 'ECONNRESET'), { reason: 'hang up', code: 'ECONNRESET' }],
		[
			'an error whose cause has one',
			coded('outer', 7, new Error('middle', { cause: coded('inner', 'EPIPE') })),
			{ reason: 'outer', code: 'EPIPE' },
		],
		['an error without any', new Error('plain', { cause: { code: 'EPIPE' } }), { reason: 'plain', code: '' }],
		['no error', 'text', { reason: 'text', code: '' }],
	])('that fails with %s is a value', async (_, thrown, silence) => {
		const { result } = await tried(() => {
			AbortSignal.abort(thrown).throwIfAborted();
		});
		expect(result).toEqual(silence);
	});
});

describe('what a try means', () => {
	const answer = (status: number, body: unknown = {}, headers = {}) => ({ status, headers, body });

	it.each([
		[200, { order: {} }, true],
		[299, { order: {} }, true],
		[300, { order: {} }, false],
		[199, { order: {} }, false],
		[200, { order: 'text' }, false],
		[200, {}, false],
		[200, 'text', false],
	])('a write answered %d %j is usable: %s', (status, body, usable) => {
		expect(isUsable(answer(status, body), write('1'))).toBe(usable);
	});

	it('a read needs nothing in its object, and silence is no answer', () => {
		expect(isUsable(answer(200), read('1'))).toBe(true);
		expect(isUsable({ reason: 'none', code: '' }, read('1'))).toBe(false);
	});

	it.each([
		['ENOTFOUND', 'unreachable', false],
		['CERT_HAS_EXPIRED', 'unreachable', false],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unreachable', false],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'unreachable', false],
		['ERR_TLS_INVALID_PROTOCOL_VERSION', 'unreachable', false],
		['ECONNREFUSED', 'broken', false],
		['EHOSTUNREACH', 'broken', false],
		['ECONNRESET', 'broken', true],
		['XENOTFOUND', 'broken', true],
		['ENOTFOUNDX', 'broken', true],
		['XECONNREFUSED', 'broken', true],
		['ECONNREFUSEDX', 'broken', true],
		['', 'broken', true],
	])('a connection that fails with %j is %s, and the work may be done: %s', (code, kind, done) => {
		const silence = { reason: 'no', code };
		expect([outcomeOf(silence), mayBeDone(silence)]).toEqual([{ kind }, done]);
	});

	it.each([
		[200, true],
		[299, true],
		[300, false],
		[499, false],
		[500, true],
	])('after an answer %d the work may be done: %s', (status, done) => {
		expect(mayBeDone(answer(status))).toBe(done);
	});

	it('an answer tells the timing its status, code and when to come again', () => {
		expect(outcomeOf(answer(200))).toEqual({ kind: 'broken' });
		expect(outcomeOf(answer(299))).toEqual({ kind: 'broken' });
		for (const status of [199, 300]) expect(outcomeOf(answer(status))).toEqual({ kind: 'answer', status });
		const limited = answer(429, { api_error_code: 'api_request_limit_exceeded' }, { 'retry-after': '7' });
		expect(outcomeOf(limited)).toEqual({
			kind: 'answer',
			status: 429,
			code: 'api_request_limit_exceeded',
			retryAfter: '7',
		});
		expect(outcomeOf(answer(429, { api_error_code: 7 }, { 'retry-after': ['7'] }))).toEqual({
			kind: 'answer',
			status: 429,
		});
	});
});

describe('the error of the last try', () => {
	const hint = 'Check that the site in the credential exists and can be reached from n8n, then try again.';
	const lasting =
		'It is not known whether Chargebee did the work. Retry On Fail repeats it safely within 30 minutes; otherwise look in Chargebee first.';

	it('without an answer says why, and whether it may go well later', () => {
		const broken = failure({ reason: 'hang up', code: 'ECONNRESET' }, read('1'), true);
		expect([broken.message, broken.details]).toEqual([
			'No usable answer from Chargebee: hang up',
			{ hint, retryable: true },
		]);
		expect(failure({ reason: 'no', code: 'ENOTFOUND' }, read('1'), false).details.retryable).toBe(false);
	});

	it('with an answer that is not that of Chargebee has its status', () => {
		const { message, details } = failure({ status: 200, headers: {}, body: '<html>' }, read('1'), false);
		expect(message).toBe('No usable answer from Chargebee: the answer is not that of Chargebee');
		expect(details).toEqual({ status: 200, hint, retryable: true });
	});

	it.each([199, 300, 404, 500])('with a status of %d is that of the answer', (status) => {
		const { message, details } = failure({ status, headers: {}, body: {} }, read('1'), false);
		expect(message).not.toContain('No usable answer');
		expect(details.status).toBe(status);
	});

	it('of a write that may have been done says what to do about that, after the hint of Chargebee', () => {
		const silence = failure({ reason: 'hang up', code: 'ECONNRESET' }, write('1'), true);
		expect(silence.details).toEqual({ hint: lasting, retryable: true, outcomeUnknown: true });
		const refused = { status: 500, headers: {}, body: { message: 'no', api_error_code: 'internal_error' } };
		const plain = failure(refused, write('1'), false);
		const unknown = failure(refused, write('1'), true);
		expect(plain.details.outcomeUnknown).toBeUndefined();
		expect(unknown.details).toEqual({
			...plain.details,
			hint: `${plain.details.hint} ${lasting}`,
			outcomeUnknown: true,
		});
		expect(failure(refused, read('1'), true).details).toEqual(plain.details);
	});

	it.each([
		["is about the node's own key", write('1'), true, 'This item was sent before in this execution'],
		[
			"is about the person's",
			{ ...write('1'), headers: { 'chargebee-idempotency-key': 'mine' } },
			false,
			'The Idempotency Key was used',
		],
		['speaks of no key where none was sent', read('1'), false, 'Chargebee could not process the request as it is.'],
	])('that may mean a key used before %s', (_, request, own, hint) => {
		const used = { status: 422, headers: {}, body: { message: 'x' } };
		const { details } = failure(used, request, false);
		expect([details.outcomeUnknown === true, details.hint]).toEqual([own, expect.stringContaining(hint)]);
	});
});
