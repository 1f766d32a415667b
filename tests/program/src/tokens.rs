//! Mints and token accounts of both token programs.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::solana_program::program_pack::Pack;
use anchor_lang::solana_program::system_instruction;
use anchor_spl::token_2022::spl_token_2022::extension::{
    default_account_state, interest_bearing_mint, metadata_pointer, pausable, scaled_ui_amount,
    transfer_fee, transfer_hook, ExtensionType,
};
use anchor_spl::token_2022::spl_token_2022::{self as token, state};
use anchor_spl::token_interface;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::keys::key;
use crate::world::World;

/// SPL Token.
pub const TOKEN: Pubkey = anchor_spl::token::ID;
/// Token-2022.
pub const TOKEN_2022: Pubkey = anchor_spl::token_2022::ID;
/// Decimals of every mint here.
pub const DECIMALS: u8 = 6;

/// What a Token-2022 mint can be made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extension {
    TransferFee,
    TransferHook,
    PermanentDelegate,
    Pausable,
    NonTransferable,
    MintCloseAuthority,
    DefaultAccountState,
    InterestBearing,
    ScaledUiAmount,
    MetadataPointer,
}

impl Extension {
    /// Those that would break a vault's books.
    pub const HARMFUL: [Self; 9] = [
        Self::TransferFee,
        Self::TransferHook,
        Self::PermanentDelegate,
        Self::Pausable,
        Self::NonTransferable,
        Self::MintCloseAuthority,
        Self::DefaultAccountState,
        Self::InterestBearing,
        Self::ScaledUiAmount,
    ];

    fn kind(self) -> ExtensionType {
        match self {
            Self::TransferFee => ExtensionType::TransferFeeConfig,
            Self::TransferHook => ExtensionType::TransferHook,
            Self::PermanentDelegate => ExtensionType::PermanentDelegate,
            Self::Pausable => ExtensionType::Pausable,
            Self::NonTransferable => ExtensionType::NonTransferable,
            Self::MintCloseAuthority => ExtensionType::MintCloseAuthority,
            Self::DefaultAccountState => ExtensionType::DefaultAccountState,
            Self::InterestBearing => ExtensionType::InterestBearingConfig,
            Self::ScaledUiAmount => ExtensionType::ScaledUiAmount,
            Self::MetadataPointer => ExtensionType::MetadataPointer,
        }
    }

    fn initialize(self, mint: &Pubkey, owner: Pubkey) -> Instruction {
        let (program, some) = (&TOKEN_2022, Some(owner));
        match self {
            Self::TransferFee => transfer_fee::instruction::initialize_transfer_fee_config(
                program,
                mint,
                some.as_ref(),
                some.as_ref(),
                100,
                1_000,
            ),
            Self::TransferHook => transfer_hook::instruction::initialize(program, mint, some, some),
            Self::PermanentDelegate => {
                token::instruction::initialize_permanent_delegate(program, mint, &owner)
            }
            Self::Pausable => pausable::instruction::initialize(program, mint, &owner),
            Self::NonTransferable => {
                token::instruction::initialize_non_transferable_mint(program, mint)
            }
            Self::MintCloseAuthority => {
                token::instruction::initialize_mint_close_authority(program, mint, some.as_ref())
            }
            Self::DefaultAccountState => {
                default_account_state::instruction::initialize_default_account_state(
                    program,
                    mint,
                    &state::AccountState::Initialized,
                )
            }
            Self::InterestBearing => {
                interest_bearing_mint::instruction::initialize(program, mint, some, 100)
            }
            Self::ScaledUiAmount => {
                scaled_ui_amount::instruction::initialize(program, mint, some, 2.0)
            }
            Self::MetadataPointer => {
                metadata_pointer::instruction::initialize(program, mint, some, some)
            }
        }
        .expect("an instruction of the token program")
    }
}

/// The key that may mint every mint here.
#[must_use]
pub fn mint_authority() -> Keypair {
    key("mint authority")
}

impl World {
    /// A mint of this name under SPL Token or Token-2022.
    pub fn mint(&mut self, name: &str, program: Pubkey) -> Pubkey {
        self.mint_with(name, program, &[])
    }

    /// A mint with extensions (Token-2022 only).
    ///
    /// # Panics
    /// Where the token program refuses it.
    pub fn mint_with(&mut self, name: &str, program: Pubkey, extensions: &[Extension]) -> Pubkey {
        let mint = key(&format!("mint {name}"));
        let kinds: Vec<_> = extensions
            .iter()
            .map(|extension| extension.kind())
            .collect();
        let space = if kinds.is_empty() {
            state::Mint::LEN
        } else {
            ExtensionType::try_calculate_account_len::<state::Mint>(&kinds).expect("a length")
        };
        let authority = mint_authority().pubkey();
        let mut instructions = vec![system_instruction::create_account(
            &self.payer.pubkey(),
            &mint.pubkey(),
            self.rent(space),
            space as u64,
            &program,
        )];
        instructions.extend(
            extensions
                .iter()
                .map(|extension| extension.initialize(&mint.pubkey(), authority)),
        );
        let freezer = Some(&authority);
        instructions.push(
            token::instruction::initialize_mint2(
                &program,
                &mint.pubkey(),
                &authority,
                freezer,
                DECIMALS,
            )
            .expect("an instruction"),
        );
        self.go(&instructions, &[&mint]);
        mint.pubkey()
    }

    /// The token program that a mint or token account belongs to.
    ///
    /// # Panics
    /// Where it does not exist.
    #[must_use]
    #[track_caller]
    pub fn token_program(&self, address: &Pubkey) -> Pubkey {
        self.account(address)
            .expect("a mint or token account")
            .owner
    }

    /// A fresh token account of `owner` with `amount` base units. The name tells several apart.
    ///
    /// # Panics
    /// Where the token program refuses.
    pub fn tokens(&mut self, name: &str, mint: &Pubkey, owner: &Pubkey, amount: u64) -> Pubkey {
        let account = key(&format!("tokens {name} {mint} {owner}"));
        let program = self.token_program(mint);
        let mut kinds = vec![];
        if program == TOKEN_2022 {
            let data = self.account(mint).expect("a mint").data;
            let mint = token::extension::StateWithExtensions::<state::Mint>::unpack(&data)
                .expect("a mint");
            let of_mint = token::extension::BaseStateWithExtensions::get_extension_types(&mint)
                .expect("extensions");
            kinds = ExtensionType::get_required_init_account_extensions(&of_mint);
        }
        let space =
            ExtensionType::try_calculate_account_len::<state::Account>(&kinds).expect("a length");
        let create = system_instruction::create_account(
            &self.payer.pubkey(),
            &account.pubkey(),
            self.rent(space),
            space as u64,
            &program,
        );
        let initialize =
            token::instruction::initialize_account3(&program, &account.pubkey(), mint, owner);
        self.go(&[create, initialize.expect("an instruction")], &[&account]);
        if amount > 0 {
            self.mint_to(mint, &account.pubkey(), amount);
        }
        account.pubkey()
    }

    /// Mints `amount` base units into a token account.
    ///
    /// # Panics
    /// Where the token program refuses.
    pub fn mint_to(&mut self, mint: &Pubkey, account: &Pubkey, amount: u64) {
        let program = self.token_program(mint);
        let authority = mint_authority();
        let instruction =
            token::instruction::mint_to(&program, mint, account, &authority.pubkey(), &[], amount)
                .expect("an instruction");
        self.go(&[instruction], &[&authority]);
    }

    /// Freezes a token account.
    ///
    /// # Panics
    /// Where the token program refuses.
    pub fn freeze(&mut self, mint: &Pubkey, account: &Pubkey) {
        let authority = mint_authority();
        let program = self.token_program(mint);
        let instruction =
            token::instruction::freeze_account(&program, account, mint, &authority.pubkey(), &[]);
        self.go(&[instruction.expect("an instruction")], &[&authority]);
    }

    /// Base units in a token account.
    ///
    /// # Panics
    /// Where it does not exist.
    #[must_use]
    #[track_caller]
    pub fn balance(&self, account: &Pubkey) -> u64 {
        self.borsh::<token_interface::TokenAccount>(account).amount
    }

    /// A transfer, for use as an action or by itself.
    ///
    /// # Panics
    /// Where an account does not exist.
    #[must_use]
    pub fn transfer(
        &self,
        mint: &Pubkey,
        from: &Pubkey,
        to: &Pubkey,
        owner: &Pubkey,
        amount: u64,
    ) -> Instruction {
        let program = self.token_program(mint);
        token::instruction::transfer_checked(&program, from, mint, to, owner, &[], amount, DECIMALS)
            .expect("an instruction")
    }
}
