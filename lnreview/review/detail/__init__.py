"""What stands behind a finding: tables that show the work, item by item, and decide nothing."""
