import { madeBefore } from './setUp';
import { startN8n, type N8nOptions, type N8nServer } from './startN8n';

export type { Execution, Stored } from './restClient';
export type { N8nOptions, N8nServer } from './startN8n';
export { credentialFor } from './credential';
export { freePort } from './freePort';
export { startProcess, type Settings } from './n8nProcess';
export { startProgram, type Program } from './program';
export { owner } from './restClient';
export { listening } from './listening';
export { madeBefore } from './setUp';
export { ready, reloading } from './startN8n';
export { until } from './until';

/** Starts a new n8n for the tests of a file, with the package installed. */
export async function startTestN8n(options?: N8nOptions): Promise<N8nServer> {
	const { n8n, tarball } = madeBefore();
	return await startN8n(n8n, tarball, options);
}
