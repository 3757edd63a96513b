/** The parts of Stryker's report, as it is stored, that are used here. */
export interface Report {
	schemaVersion: string;
	thresholds: { high: number; low: number };
	/** By their paths in the project. */
	files: Record<string, { language: string; source: string; mutants: ReportedMutant[] }>;
	testFiles?: Record<string, { source?: string; tests: Array<{ id: string; name: string }> }>;
}

export interface ReportedMutant {
	status: 'Killed' | 'Survived' | 'NoCoverage' | 'Timeout' | 'Ignored' | 'CompileError' | 'RuntimeError' | 'Pending';
}
