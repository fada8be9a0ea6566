"""A small dbt project with dbt-exasol: seeds, models, tests, snapshots, documentation."""

import atexit
import functools
import json
import os
import shutil
import tempfile

from dbt.cli.main import dbtRunner

PROJECT = {
    "dbt_project.yml": """
name: shop
version: "1.0"
profile: shop
seeds:
  shop:
    customers:
      +column_types: {id: "DECIMAL(18,0)", plan: "VARCHAR(20)", since: "DATE"}
""",
    "seeds/customers.csv": 'id,plan,since\n1,basic,2024-01-31\n2,"pro, yearly",2024-02-29\n3,,2024-03-01\n',
    "models/all_customers.sql": "{{ config(materialized='view') }} SELECT * FROM {{ ref('customers') }}",
    "models/plans.sql": """{{ config(materialized='table') }}
SELECT plan, COUNT(*) AS n FROM {{ ref('all_customers') }} GROUP BY plan""",
    "models/events.sql": """{{ config(materialized='incremental', unique_key='id') }}
SELECT id, since FROM {{ ref('customers') }}
{% if is_incremental() %} WHERE since >= (SELECT MAX(since) FROM {{ this }}) {% endif %}""",
    "models/schema.yml": """
version: 2
models:
  - name: all_customers
    description: Everybody
    columns:
      - name: id
        data_tests: [unique, not_null]
""",
    "snapshots/plans_over_time.sql": """{% snapshot plans_over_time %}
{{ config(target_schema='DBT', unique_key='id', strategy='check', check_cols=['plan']) }}
SELECT id, plan FROM {{ ref('customers') }}
{% endsnapshot %}""",
}


@functools.lru_cache(maxsize=1)
def make_project(access):
    folder = tempfile.mkdtemp(prefix="dbt-shop-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    access = json.loads(access)
    output = {
        "type": "exasol",
        "threads": 1,
        "dsn": f"{access['host']}/{access['fingerprint']}:{access['port']}",
        "user": access["user"],
        "password": access["password"],
        "dbname": "db",
        "schema": "DBT",
        "validate_server_certificate": False,
    }
    profile = {"shop": {"target": "dev", "outputs": {"dev": output}}}
    for name, content in {**PROJECT, "profiles.yml": json.dumps(profile)}.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(content)
    return folder


def run(access, *arguments):
    folder = make_project(json.dumps(access))
    common = ["--project-dir", folder, "--profiles-dir", folder]
    result = dbtRunner().invoke(["--quiet", "--no-send-anonymous-usage-stats", *arguments, *common])
    if not result.success:
        messages = [f"{entry.node.name}: {entry.message}" for entry in getattr(result.result, "results", None) or []]
        raise AssertionError(f"dbt {' '.join(arguments)} failed: {result.exception or messages}")


def case_seed(access):
    """dbt seed"""
    run(access, "seed")


def case_run(access):
    """dbt run: a view, a table and an incremental model"""
    run(access, "run")


def case_incremental(access):
    """dbt run again: the incremental model merges"""
    run(access, "run", "--select", "events")


def case_test(access):
    """dbt test"""
    run(access, "test")


def case_snapshot(access):
    """dbt snapshot, twice"""
    run(access, "snapshot")
    run(access, "snapshot")


def case_documentation(access):
    """dbt docs generate"""
    run(access, "docs", "generate")


def case_debug(access):
    """dbt debug"""
    run(access, "debug")
