//! Rosters: people, organisations and assignments out of the workbooks that offices keep.
