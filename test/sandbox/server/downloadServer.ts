import type { FastifyInstance, FastifyReply } from 'fastify';
import fastify from 'fastify';
import type { Downloads } from '../exports/downloads';
import type { DownloadFaultPlan } from '../faults/downloadFaultPlan';
import type { DownloadAnswers } from '../faults/faultyDownloads';
import { nextHop, sendFaultyFile } from '../faults/faultyDownloads';
import type { Ledger } from '../ledger';

/**
 * The server that hands out export files, still without a port. It behaves like the object store behind Chargebee:
 * whoever has a URL may use it, refusals are XML, and a request that also carries a key is refused.
 */
export function downloadServer(downloads: Downloads, ledger: Ledger, faults: DownloadFaultPlan): FastifyInstance {
	const app = fastify({ exposeHeadRoutes: false, forceCloseConnections: true });
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	app.all('/*', async (request, reply) => {
		const entry = ledger.open('download', {
			method: request.method,
			url: request.raw.url ?? '/',
			headers: request.headers,
		});
		const ordinary: DownloadAnswers = {
			file: (archive) => {
				const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
				return reply
					.type('application/zip')
					.header('content-disposition', `attachment; filename="${name}"`)
					.send(archive);
			},
			expired: () => refuse(reply, 403, 'AccessDenied', 'Request has expired'),
		};
		const answer = (): FastifyReply => {
			if (request.headers.authorization !== undefined) {
				entry.violations.push('Authorization at the download server');
				return refuse(reply, 400, 'InvalidArgument', 'Only one auth mechanism allowed');
			}
			const named = Object.keys(entry.headers).filter((name) => name.startsWith('chargebee-'));
			if (named.length > 0) entry.violations.push(`${named.join(', ')} at the download server`);
			if (request.method !== 'GET')
				return refuse(reply, 405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
			const signature = entry.query.find(([name]) => name === 'X-Amz-Signature')?.[1];
			const download = downloads.find(entry.path, signature);
			if (download?.job.archive === undefined)
				return refuse(reply, 403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match.');
			const hop = nextHop(reply);
			if (hop !== undefined) return hop;
			if (downloads.hasExpired(download)) return ordinary.expired();
			const { buffer, byteOffset, byteLength } = download.job.archive;
			const archive = Buffer.from(buffer, byteOffset, byteLength);
			const fault = entry.path.startsWith('/moved/') ? undefined : faults.next();
			if (fault === undefined) return ordinary.file(archive);
			entry.fault = fault.kind;
			return sendFaultyFile(reply, archive, fault, ordinary);
		};
		const sent = answer();
		entry.status = sent.statusCode;
		return await sent;
	});
	return app;
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
	const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
	return reply.code(status).type('application/xml').send(xml);
}
