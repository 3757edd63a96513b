import './environment';

import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { BinaryDataService, ErrorReporter } from 'n8n-core';
import type { LogMetadata } from 'n8n-workflow';
import { Expression } from 'n8n-workflow';
import { AsyncLocalStorage } from 'node:async_hooks';

/** A line that a node wrote with `this.logger`. */
export interface LogLine {
	level: 'error' | 'warn' | 'info' | 'debug';
	message: string;
	meta?: LogMetadata;
}

interface ScopedLogger {
	error(message: string, meta?: LogMetadata): void;
	warn(message: string, meta?: LogMetadata): void;
	info(message: string, meta?: LogMetadata): void;
	debug(message: string, meta?: LogMetadata): void;
	scoped(scopes: unknown): ScopedLogger;
}

type LogListener = (line: LogLine) => void;

// n8n has one logger a process; the async context tells which of several concurrent runs a line belongs to.
const listeners = new AsyncLocalStorage<LogListener>();

const logger: ScopedLogger = {
	error: (message, meta) => listeners.getStore()?.({ level: 'error', message, meta }),
	warn: (message, meta) => listeners.getStore()?.({ level: 'warn', message, meta }),
	info: (message, meta) => listeners.getStore()?.({ level: 'info', message, meta }),
	debug: (message, meta) => listeners.getStore()?.({ level: 'debug', message, meta }),
	scoped: () => logger,
};

const silentErrorReporter: Pick<ErrorReporter, 'error' | 'warn' | 'info'> = {
	error: () => undefined,
	warn: () => undefined,
	info: () => undefined,
};

// The server's default since 2.x; it needs isolated-vm, which runs on Node 24 only.
const isolatedExpressions = {
	engine: 'vm',
	bridgeTimeout: 5_000,
	bridgeMemoryLimit: 128,
	maxCodeCacheSize: 1_024,
	poolSize: 1,
} as const;

let started: Promise<void> | undefined;

/** Starts n8n-core's services as the n8n server does, once a process: binary data on disk, our logger, no Sentry. */
export async function startEngine(): Promise<void> {
	started ??= (async () => {
		Container.set<ScopedLogger>(Logger, logger);
		// The real one prints the stack of every expected error to the console.
		Container.set<Pick<ErrorReporter, 'error' | 'warn' | 'info'>>(ErrorReporter, silentErrorReporter);
		await Container.get(BinaryDataService).init();
		if (process.env.N8N_EXPRESSION_ENGINE === 'vm') await Expression.initExpressionEngine(isolatedExpressions);
	})();
	await started;
}

/** Runs `work` and hands every log line written in its course to `listener`. */
export function withLogListener<Result>(listener: LogListener, work: () => Result): Result {
	return listeners.run(listener, work);
}
