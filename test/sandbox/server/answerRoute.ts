import type { LedgerEntry } from '../ledger';
import { ApiError, invalidRequest, notAuthorized } from '../requests/apiError';
import { encodingFaults } from '../requests/formPairs';
import { readHeaders } from '../requests/headers';
import type { Answer, IdempotencyKeys } from '../requests/idempotency';
import type { Access } from '../requests/keys';
import type { Site } from '../site';
import type { Route } from './routes';

/** A request that found its route and has a valid key. */
export interface RoutedRequest {
	route: Route;
	/** The decoded id of the path, or empty. */
	id: string;
	access: Access;
	entry: LedgerEntry;
	/** Calls back once the answer goes out or the connection breaks. */
	whenDone(callback: () => void): void;
}

/** Takes a request through the checks that are the same for all operations, then to its handler. Refusals are thrown. */
export function answerRoute(request: RoutedRequest, site: Site, idempotency: IdempotencyKeys): Answer {
	const { route, id, access, entry } = request;
	if (route.refused.includes(access)) throw notAuthorized();
	const { businessEntity, idempotencyKey, deliveriesSuppressed } = readHeaders(route.version, entry);
	entry.violations.push(...encodingFaults(entry.rawQuery), ...encodingFaults(entry.rawBody));
	const isPost = route.method === 'POST';
	if (isPost && route.anyBody !== true) requireForm(entry);
	if (!isPost && Number(entry.headers['content-length'] ?? 0) > 0) entry.violations.push(`a body on ${route.method}`);
	const pairs = isPost ? entry.form : entry.query;
	const handle = (): Answer => {
		const call = { version: route.version, id, pairs, businessEntity, entry };
		const writer = { source: 'api', suppressed: deliveriesSuppressed } as const;
		const body = site.events.writtenBy(writer, () => route.handler(site, call));
		return { status: 200, json: JSON.stringify(body), effect: entry.effect, orderId: entry.orderId };
	};
	if (isPost) entry.unknown.push(...entry.query.map(([name]) => name));
	if (idempotencyKey === undefined) return handle();

	const payload = `${entry.path}\n${entry.rawBody}`;
	const known = idempotency.find(idempotencyKey, payload);
	if (known !== undefined) {
		entry.replayed = true;
		entry.replayedEffect = known.effect;
		entry.orderId = known.orderId;
		return known;
	}
	const answer = refusalAsAnswer(handle);
	idempotency.keep(idempotencyKey, payload, answer);
	idempotency.begin(idempotencyKey);
	request.whenDone(() => idempotency.end(idempotencyKey));
	return answer;
}

function requireForm(entry: LedgerEntry): void {
	const type = (entry.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
	if (entry.rawBody !== '' && type !== 'application/x-www-form-urlencoded') {
		throw invalidRequest('The Content-Type of the request should be application/x-www-form-urlencoded.');
	}
}

function refusalAsAnswer(handle: () => Answer): Answer {
	try {
		return handle();
	} catch (error) {
		if (error instanceof ApiError) return { status: error.status, json: JSON.stringify(error.body()) };
		throw error;
	}
}
