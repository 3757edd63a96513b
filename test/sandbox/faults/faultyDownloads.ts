import type { FastifyReply } from 'fastify';
import { corruptedArchive } from './corruptedArchive';
import type { PlannedDownloadFault } from './downloadFaultPlan';
import { redirectTarget } from './redirectTarget';

const loginPage =
	'<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form><input name="email"></form></body></html>\n';

/** How the download server answers in the ordinary way. */
export interface DownloadAnswers {
	file(archive: Buffer): FastifyReply;
	expired(): FastifyReply;
}

/** Lets a fault happen to a download. */
export function sendFaultyFile(
	reply: FastifyReply,
	archive: Buffer,
	{ kind, details, draws }: PlannedDownloadFault,
	ordinary: DownloadAnswers,
): FastifyReply {
	switch (kind) {
		case 'corrupted':
			return ordinary.file(corruptedArchive(archive, draws));
		case 'expired':
			return ordinary.expired();
		case 'html':
			return reply.type('text/html; charset=utf-8').send(loginPage);
		case 'redirect':
			return redirect(reply, details.to, details.hops ?? 1);
		case 'truncated': {
			const part = archive.subarray(0, 1 + draws.below(archive.length - 1));
			return details.announced === 'cut' ? ordinary.file(part) : sendPart(reply, part, archive.length, 'end');
		}
		case 'cut':
		case 'stall':
			return sendPart(reply, archive.subarray(0, archive.length / 2), archive.length, kind);
	}
}

/**
 * The next redirect of a chain, for a path that an earlier one led to: `/moved/2/x` leads to `/moved/1/x`, and
 * `/moved/0/x` has the file.
 */
export function nextHop(reply: FastifyReply): FastifyReply | undefined {
	const [, hops = '0', rest = ''] = /^\/moved\/(\d+)(\/.*)$/.exec(reply.request.raw.url ?? '') ?? [];
	return hops === '0'
		? undefined
		: reply
				.code(302)
				.header('location', `/moved/${Number(hops) - 1}${rest}`)
				.send();
}

function redirect(reply: FastifyReply, to: string | undefined, hops: number): FastifyReply {
	const url = reply.request.raw.url ?? '/';
	const location = to === undefined ? `/moved/${hops - 1}${url}` : redirectTarget(to, url);
	return reply.code(302).header('location', location).send();
}

function sendPart(reply: FastifyReply, part: Buffer, length: number, then: 'end' | 'cut' | 'stall'): FastifyReply {
	reply.hijack();
	const response = reply.raw.writeHead(200, { 'content-type': 'application/zip', 'content-length': length });
	response.write(part, () => {
		if (then === 'end') response.socket?.end();
		else if (then === 'cut') response.socket?.resetAndDestroy();
	});
	return reply;
}
