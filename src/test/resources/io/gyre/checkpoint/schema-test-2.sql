-- A version to come, for the test of migration.
ALTER TABLE fact ADD COLUMN note TEXT NOT NULL DEFAULT 'migrated';
