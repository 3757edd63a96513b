import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';

import { installTarball } from '../../package/installedPackage';

import { freePort } from './freePort';
import type { InstalledN8n } from './installN8n';
import { runCommand, startProcess, type Settings } from './n8nProcess';
import type { Program } from './program';
import { RestClient } from './restClient';
import { until } from './until';

export interface N8nServer extends Program {
	/** `http://127.0.0.1:5678` */
	url: string;
	/** Signed in as its owner. */
	rest: RestClient;
	/** The settings it was started with, for workers beside it. */
	settings: Settings;
	/** Its user folder, which `stop` removes. */
	folder: string;
	/** The installed package in it. */
	package: string;
	/** Starts it again with all that it had stored, after it was killed. */
	startAgain(): Promise<N8nServer>;
	/** Runs a workflow by `n8n execute`, in a process of its own, and gives what that printed as raw output. */
	execute(workflowId: string): Promise<unknown>;
}

export interface N8nOptions {
	/** A free one by default. */
	port?: number;
	/** Environment variables of n8n beside those that a server for tests needs. */
	settings?: Settings;
}

/** Starts a new n8n with the packed package, as its community packages are installed, in a folder that ends with it. */
export async function startN8n(n8n: InstalledN8n, tarball: string, options: N8nOptions = {}): Promise<N8nServer> {
	const folder = mkdtempSync(join(process.env.CHARGEBEE_ORDERS_SCRATCH ?? tmpdir(), 'n8n-'));
	const installed = installNode(folder, tarball);
	const port = options.port ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const settings = { ...quiet, ...(await places(folder)), N8N_PORT: String(port), ...options.settings };
	return await startIn({ folder, package: installed, url, settings }, n8n);
}

type Place = Pick<N8nServer, 'folder' | 'package' | 'url' | 'settings'>;

async function startIn(place: Place, n8n: InstalledN8n): Promise<N8nServer> {
	const { folder, url, settings } = place;
	const server = startProcess(n8n, ['start'], settings);
	const stop = async (): Promise<void> => {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	const startAgain = async (): Promise<N8nServer> => await startIn(place, n8n);
	try {
		await ready(server, url);
		const rest = await RestClient.signIn(url);
		return { ...server, ...place, stop, rest, startAgain, execute };
	} catch (error) {
		await stop();
		throw error;
	}

	async function execute(workflowId: string): Promise<unknown> {
		const ownBroker = { N8N_RUNNERS_BROKER_PORT: String(await freePort()) };
		const output = await runCommand(n8n, ['execute', `--id=${workflowId}`, '--rawOutput'], {
			...settings,
			...ownBroker,
		});
		// The run is one object over several lines; n8n may tell of its own affairs before and after it.
		const run = /^\{$[^]*?^\}$/m.exec(output);
		return JSON.parse(run?.[0] ?? output);
	}
}

/** Waits until a server takes requests. */
export async function ready(server: Program, url: string): Promise<void> {
	await until(
		`${url} is ready`,
		async () => {
			const ending = server.ending();
			if (ending !== undefined) throw new Error(`n8n ended with ${ending}: ${server.log().slice(-3_000)}`);
			const answer = await axios.get(`${url}/healthz/readiness`, { validateStatus: null }).catch(() => undefined);
			return answer?.status === 200;
		},
		180,
	);
}

/** Installs the package where n8n keeps its community packages, and gives its folder. */
function installNode(folder: string, tarball: string): string {
	const nodes = join(folder, '.n8n', 'nodes');
	mkdirSync(nodes, { recursive: true });
	installTarball(tarball, nodes);
	return join(nodes, 'node_modules', 'n8n-nodes-chargebee-orders');
}

async function places(folder: string): Promise<Record<string, string>> {
	return { N8N_USER_FOLDER: folder, N8N_RUNNERS_BROKER_PORT: String(await freePort()) };
}

/** n8n loads a package again whenever one of its files changes, and open editors get the new description. */
export const reloading: Settings = { N8N_DEV_RELOAD: 'true' };

/** Nothing is asked of hosts outside, nothing is offered, and the session's cookie goes over plain http. */
const quiet = {
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_HOST: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_ENCRYPTION_KEY: 'key-of-a-throw-away-n8n',
};
