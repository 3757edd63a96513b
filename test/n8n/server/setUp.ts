import createScratchFolder from '../../engine/harness/createScratchFolder';
import { packPackage } from '../../package/installedPackage';

import { installN8n, type InstalledN8n } from './installN8n';

/**
 * Before the first test: a real n8n, that of `versions/current` unless `CHARGEBEE_ORDERS_N8N_VERSION` names another, and
 * the package as a tarball. Variables of the environment reach the tests.
 */
export default async function setUp(): Promise<void> {
	createScratchFolder();
	const version = process.env.CHARGEBEE_ORDERS_N8N_VERSION ?? 'current';
	const n8n = await installN8n(version, (line) => void process.stderr.write(`${line}\n`));
	process.env.CHARGEBEE_ORDERS_N8N = JSON.stringify(n8n);
	process.env.CHARGEBEE_ORDERS_TARBALL = packPackage(process.env.CHARGEBEE_ORDERS_SCRATCH ?? '.');
}

/** What the set-up made. */
export function madeBefore(): { n8n: InstalledN8n; tarball: string } {
	const { CHARGEBEE_ORDERS_N8N: n8n, CHARGEBEE_ORDERS_TARBALL: tarball } = process.env;
	if (n8n === undefined || tarball === undefined) throw new Error('Run these tests by "npm run test:n8n"');
	return { n8n: JSON.parse(n8n) as InstalledN8n, tarball };
}
