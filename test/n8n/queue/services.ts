import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort, startProgram, until, type Settings } from '../server';

/** A service for n8n that ends with the tests. */
export interface Service {
	/** What n8n is told of it. */
	settings: Settings;
	stop(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';

/** Starts a new PostgreSQL on a free port, with data that is thrown away. It does not run as root, so root lends it a user. */
export async function startPostgres(): Promise<Service> {
	const commands = debianCommands();
	const asPostgres = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
	const data = mkdtempSync(join(tmpdir(), 'chargebee-orders-postgres-'));
	if (asPostgres.uid !== undefined) chownSync(data, asPostgres.uid, asPostgres.gid);
	const options = { env: { PATH: process.env.PATH, LANG: 'C.UTF-8' }, ...asPostgres };

	const init = ['--pgdata', data, '--username', 'n8n', '--auth', 'trust', '--encoding', 'UTF8', '--no-sync'];
	execFileSync(join(commands, 'initdb'), init, { ...options, cwd: data, stdio: 'pipe' });
	const port = await freePort();
	const set = ['listen_addresses=127.0.0.1', `unix_socket_directories=${data}`, 'fsync=off', 'max_connections=200'];
	const server = startProgram(
		join(commands, 'postgres'),
		['-D', data, '-p', String(port), ...set.flatMap((setting) => ['-c', setting])],
		options,
	);
	const stop = async (): Promise<void> => {
		// The quick way: SIGTERM would wait for its clients.
		await server.stop('SIGINT');
		rmSync(data, { recursive: true, force: true });
	};
	try {
		await until('PostgreSQL is ready', () => {
			if (server.ending() !== undefined) throw new Error(`PostgreSQL does not start: ${server.log()}`);
			return server.log().includes('ready to accept connections');
		});
	} catch (error) {
		await stop();
		throw error;
	}
	const settings = {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'n8n',
	};
	return { settings, stop };
}

/** Starts a new Redis on a free port that stores nothing. */
export async function startRedis(): Promise<Service> {
	const port = await freePort();
	const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()];
	const server = startProgram('redis-server', args, { env: { PATH: process.env.PATH } });
	await until('Redis is ready', async () => {
		if (server.ending() !== undefined) {
			throw new Error(`Redis does not start: ${server.log()}\nWhere it is missing: apt-get install redis-server`);
		}
		return await answers(port);
	});
	return {
		settings: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
		stop: async () => await server.stop(),
	};
}

async function answers(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		const end = (does: boolean) => (): void => {
			socket.destroy();
			resolve(does);
		};
		socket.once('connect', end(true)).once('error', end(false));
	});
}

/** Debian keeps them in a folder by version, not on the PATH. */
function debianCommands(): string {
	const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
	const newest = versions.sort((one, other) => Number(other) - Number(one))[0];
	if (newest === undefined) throw new Error(`There is no PostgreSQL in ${DEBIAN}: apt-get install postgresql`);
	return join(DEBIAN, newest, 'bin');
}

function idOf(kind: '-u' | '-g'): number {
	return Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
}
