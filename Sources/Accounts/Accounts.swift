// The room Accounts.
