import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastify from 'fastify';
import { ApiError, invalidRequest } from '../requests/apiError';
import { IdempotencyKeys } from '../requests/idempotency';
import type { Site } from '../site';
import { answerRoute } from './answerRoute';
import type { ApiFront } from './apiHooks';
import { addHooks, entryOf } from './apiHooks';
import { routes } from './routes';

export interface ApiServerParts extends ApiFront {
	site: Site;
}

/** The API, still without a port. */
export function apiServer(parts: ApiServerParts): FastifyInstance {
	const app = fastify({
		exposeHeadRoutes: false,
		forceCloseConnections: true,
		routerOptions: { maxParamLength: 2000 },
		// A path with broken percent-encoding comes here without passing a hook; the ledger must have it all the same.
		frameworkErrors: (error, request, reply) => {
			const entry = parts.ledger.open('api', {
				method: request.method,
				url: request.raw.url ?? '/',
				headers: request.headers,
			});
			entry.status = 400;
			entry.violations.push('a path that cannot be decoded');
			void answerError(error, request, reply);
		},
	});
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	addHooks(app, parts);
	addRoutes(app, parts);
	app.setNotFoundHandler(() => {
		throw new ApiError(404, 'invalid_request', 'resource_not_found', 'Sorry, we could not find that path.');
	});
	app.setErrorHandler(answerError);
	return app;
}

function addRoutes(app: FastifyInstance, { site, inFlight }: ApiServerParts): void {
	const idempotency = new IdempotencyKeys(site.clock);
	for (const route of routes) {
		app.route<{ Params: { id?: string } }>({
			method: route.method,
			url: `/api/${route.version}${route.path}`,
			handler: async (request, reply) => {
				const { access } = request;
				const entry = entryOf(request);
				// The client gave up on an answer that takes the place of the work.
				if (reply.raw.destroyed) return reply.hijack();
				if (access === undefined) throw new Error('a request came to its route without authentication');
				const whenDone = (callback: () => void): void => inFlight.whenLeft(reply.raw, callback);
				const routed = { route, id: request.params.id ?? '', access, entry, whenDone };
				const answer = answerRoute(routed, site, idempotency);
				if (entry.replayed === true) reply.header('chargebee-idempotency-replayed', 'true');
				return await reply.code(answer.status).type('application/json;charset=utf-8').send(answer.json);
			},
		});
	}
	refuseOtherMethods(app);
}

/** A path of the API asked with a method that it does not have is 405, not 404. */
function refuseOtherMethods(app: FastifyInstance): void {
	const paths = new Set(routes.map(({ version, path }) => `/api/${version}${path}`));
	for (const path of paths) {
		const known = routes
			.filter((route) => covers(`/api/${route.version}${route.path}`, path))
			.map(({ method }) => method);
		const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].filter(
			(method) => !known.some((one) => one === method),
		);
		const handler = (request: FastifyRequest): never => {
			throw new ApiError(
				405,
				'invalid_request',
				'http_method_not_supported',
				`The HTTP method ${request.method} is not supported here.`,
			);
		};
		app.route({ method: others, url: path, handler });
	}
}

/** Whether a route also answers another path: `/orders/:id` does answer `/orders/import_order`. */
function covers(route: string, path: string): boolean {
	const parts = path.split('/');
	const own = route.split('/');
	return own.length === parts.length && own.every((part, at) => part === parts[at] || part === ':id');
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	const answer = error instanceof ApiError ? error : failureOf(error, request);
	return reply.code(answer.status).type('application/json;charset=utf-8').send(JSON.stringify(answer.body()));
}

/** What is not an answer of the API: a request that could not be read, or a defect of the sandbox, which nobody shall overlook. */
function failureOf(error: unknown, request: FastifyRequest): ApiError {
	const message = error instanceof Error ? error.message : String(error);
	const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
	if (typeof status === 'number' && status < 500) return invalidRequest(message);
	request.ledgerEntry?.violations.push(`the sandbox failed: ${message}`);
	return new ApiError(500, 'operation_failed', 'internal_error', message);
}
