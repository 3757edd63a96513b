/**
 * What n8n-core reads from the environment while it is being loaded, so this module comes before it:
 * jest runs it as a setup file, and `engine.ts` imports it first for scripts that run without jest.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for n8n's settings and binary data: one a jest worker, else one a process, removed at its end. */
function userFolder(): string {
	const scratch = process.env.CHARGEBEE_ORDERS_SCRATCH;
	if (scratch) {
		const folder = join(scratch, `worker-${process.env.JEST_WORKER_ID ?? '1'}`);
		mkdirSync(folder, { recursive: true });
		return folder;
	}
	const folder = mkdtempSync(join(tmpdir(), 'chargebee-orders-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

process.env.N8N_USER_FOLDER = userFolder();
process.env.N8N_ENCRYPTION_KEY = 'key-of-a-test-instance-without-secrets';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
process.env.N8N_DEFAULT_BINARY_DATA_MODE = 'filesystem';
// A proxy of the machine would stand between the tests and the server on 127.0.0.1.
process.env.NO_PROXY = process.env.no_proxy = '127.0.0.1,localhost';
